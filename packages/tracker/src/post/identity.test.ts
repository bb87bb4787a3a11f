import { expect, test } from 'vitest'
import { createPeople } from '../record/people.ts'
import { createSessions } from '../record/session.ts'
import { openStore } from '../record/storage.ts'
import { createIdentity } from './identity.ts'

type Asked = Record<string, unknown>
type Answer = { status: number; body?: unknown; retryAfterMs?: number }

const known = (more: object = {}) => ({
  status: 200,
  body: { visitorId: 'vis_1', isReturning: false, sessionCount: 1, sessionId: 'ses_1', token: 'vt_1', ...more }
})

function browser(answers: (asked: Asked, number: number) => Answer | Promise<Answer> = () => known()) {
  const store = openStore(() => {
    throw new Error('memory will do')
  })
  let made = 0
  const asked: Asked[] = []
  const people = createPeople(store, 'who', () => `browser-${++made}`)
  const sessions = createSessions(
    store,
    'session',
    people,
    () => 1_800_000_000_000,
    () => 'ses_1'
  )
  let queue = Promise.resolve()
  const open = () =>
    createIdentity({
      agentId: 'agt_1',
      people,
      sessions,
      print: async () => '5.2:abcdef',
      context: () => ({ locale: 'en' }),
      pause: async () => undefined,
      lock(work) {
        queue = queue.then(work)
        return queue
      },
      async send(_path, body) {
        asked.push(JSON.parse(body))
        return { body: undefined, retryAfterMs: 0, ...(await answers(JSON.parse(body), asked.length)) }
      }
    })
  const ensure = (identity = open()) => identity.ensure(people.localId(), undefined)
  return { store, people, sessions, asked, open, ensure }
}

test('L7 local id and print go to the server, and its answer is the visitor', async () => {
  const { people, sessions, asked, ensure } = browser()
  sessions.touch()
  expect(await ensure()).toMatchObject({ signal: 'known' })
  expect(asked).toEqual([
    { agentId: 'agt_1', localId: 'browser-1', fingerprint: '5.2:abcdef', sessionId: 'ses_1', context: { locale: 'en' } }
  ])
  expect(people.visitor()).toEqual({ id: 'vis_1', isReturning: false, sessionCount: 1 })
})

test('it is asked once a visit: the next page of it asks nothing', async () => {
  const { sessions, asked, ensure } = browser()
  sessions.touch()
  await ensure()
  await ensure()
  expect(asked).toHaveLength(1)
})

test('two tabs that begin at once ask once', async () => {
  const { sessions, asked, open, ensure } = browser()
  sessions.touch()
  await Promise.all([ensure(open()), ensure(open())])
  expect(asked).toHaveLength(1)
})

test('of two tabs that open a visit at once, the events of the one that gives way join the visit of the other', async () => {
  const { sessions, open, ensure } = browser(() => known({ sessionId: 'ses_of_the_other' }))
  const { id } = sessions.touch()
  const identity = open()
  expect(identity.settledVisit(id)).toBe(id)
  await ensure(identity)
  expect(identity.settledVisit(id)).toBe('ses_of_the_other')
  expect(identity.settledVisit('ses_long_ago')).toBe('ses_long_ago')
})

test('a visit that was announced keeps its events, also when they leave after it has ended', async () => {
  const { sessions, open, ensure } = browser()
  const { id } = sessions.touch()
  const identity = open()
  await ensure(identity)
  expect(identity.settledVisit(id)).toBe(id)
  sessions.change({ id: 'ses_later' })
  expect(identity.settledVisit(id)).toBe(id)
})

test('L7 of two tabs that make an id at once, the one that is overwritten asks as the other, its earlier events included', async () => {
  const { store, people, sessions, asked, open } = browser()
  sessions.touch()
  const ours = people.localId()
  store.setText('id', 'of-the-other-tab')
  const identity = open()
  await identity.ensure(ours, undefined)
  expect(asked).toMatchObject([{ localId: 'of-the-other-tab', fingerprint: '5.2:abcdef' }])
  expect(identity.settledId(ours)).toBe('of-the-other-tab')
})

test('L8 attributes are kept until the server has heard them, and those said meanwhile are not forgotten', async () => {
  let isDown = true
  const { people, sessions, asked, open, ensure } = browser(() => {
    if (isDown) return { status: 0 }
    if (asked.length === 2) people.describe({ company: 'Acme' })
    return known()
  })
  sessions.touch()
  people.describe({ name: 'Jo' })
  expect(await ensure()).toMatchObject({ signal: 'failed' })
  isDown = false
  await ensure()
  expect(asked[1]).toMatchObject({ traits: { name: 'Jo' } })
  expect(open().isFresh('browser-1')).toBe(false)
  await ensure()
  expect(asked[2]).toMatchObject({ token: 'vt_1', traits: { name: 'Jo', company: 'Acme' } })
  expect(open().isFresh('browser-1')).toBe(true)
})

test('F11 a proof that is not believed costs the proof, not the visitor or the attributes', async () => {
  const { people, sessions, asked, ensure } = browser(request =>
    request.userToken ? { status: 401, body: {} } : known()
  )
  sessions.touch()
  people.describe({ plan: 'pro' })
  people.proof = { userToken: 'forged' }
  expect(await ensure()).toMatchObject({ signal: 'known' })
  expect(asked).toMatchObject([{ userToken: 'forged' }, { traits: { plan: 'pro' } }])
  expect(asked[1]).not.toHaveProperty('userToken')
  expect(people.proof).toBeUndefined()
})

test('attributes the server cannot use are given up, and the visitor is known without them', async () => {
  const { people, sessions, asked, ensure } = browser(request => (request.traits ? { status: 422, body: {} } : known()))
  sessions.touch()
  people.describe({ plan: 'x'.repeat(100_000) })
  expect(await ensure()).toMatchObject({ signal: 'known' })
  expect(asked).toHaveLength(2)
})

test('an unknown agent or a foreign origin is a refusal, asked once', async () => {
  for (const status of [403, 404]) {
    const { sessions, asked, ensure } = browser(() => ({ status, body: {} }))
    sessions.touch()
    expect(await ensure()).toMatchObject({ signal: 'refused' })
    expect(asked).toHaveLength(1)
  }
})

test('after a sign-out the next one is told apart, with the token that says whose sign-ins have ended', async () => {
  const { people, sessions, asked, ensure } = browser((_request, number) => known({ token: `vt_${number}` }))
  sessions.touch()
  await ensure()
  people.part()
  sessions.touch()
  await ensure()
  expect(asked[1]).toMatchObject({ localId: 'browser-2', parted: true, token: 'vt_1' })
  sessions.change({ known: false })
  await ensure()
  expect(asked[2]).toMatchObject({ localId: 'browser-2', token: 'vt_2' })
  expect(asked[2]).not.toHaveProperty('parted')
})

test('the one who signed out still gets a name for the events they owe, and no print', async () => {
  const { people, sessions, asked, open } = browser()
  sessions.touch()
  people.localId()
  people.part()
  await open().ensure('browser-1', 'ses_of_theirs')
  expect(asked).toEqual([
    { agentId: 'agt_1', localId: 'browser-1', sessionId: 'ses_of_theirs', context: { locale: 'en' } }
  ])
})
