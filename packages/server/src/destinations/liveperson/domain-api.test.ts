import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LocalLivePerson, startLivePerson } from '../../../../../demo/liveperson/server.ts'
import { createRateLimit } from '../../http/index.ts'
import { createReach, type Reach, UnreachableError } from '../../outward/index.ts'
import type { PrepareWith } from '../kind.ts'
import type { ManageContext } from '../manage/context.ts'
import { filledIn } from '../manage/resolve.ts'
import { look, resolve } from './domain-api.ts'
import { liveperson } from './index.ts'
import { now, settings } from './testing/moment.ts'

let local: LocalLivePerson
beforeEach(async () => {
  local = await startLivePerson()
})
afterEach(() => local.close())

const asked: string[] = []
/** LivePerson's own Domain API, answered by the local one. */
const towardsLocal: Reach = (address, errand) => {
  asked.push(address)
  return createReach({ allowPrivate: true })(address.replace('https://api.liveperson.net', local.url), errand)
}
const given = (more: Partial<PrepareWith> = {}): PrepareWith => ({
  settings,
  reach: towardsLocal,
  now,
  allowPrivate: false,
  ...more
})
const host = 'va.bc-monitoring.liveperson.net'

describe('S2 Resolve', () => {
  test('asks LivePerson for the host of the account (smt)', async () => {
    local.nameHost('lo.v.liveperson.net')
    expect(await resolve(given())).toEqual({
      settings: { monitoring_domain: 'lo.v.liveperson.net' },
      message: 'LivePerson says that account 12345678 is monitored by lo.v.liveperson.net.'
    })
    expect(asked.at(-1)).toBe('https://api.liveperson.net/api/account/12345678/service/smt/baseURI.json?version=1.0')
  })
  test('asks a server of one’s own where that is the domain, and the operator allows it', async () => {
    const own = given({ settings: { ...settings, monitoring_domain: local.host }, allowPrivate: true })
    expect(await resolve(own)).toMatchObject({ settings: { monitoring_domain: `http://${local.host}` } })
    await expect(resolve({ ...own, allowPrivate: false })).rejects.toThrow('no host of LivePerson')
  })
  test.each([
    ['an account it does not know', { account_id: '1' }, /^LivePerson knows no account 1\. Check account_id/],
    ['no account', { account_id: '' }, /^Give the Account ID first/]
  ])('says what to do about %s', async (_what, more, sentence) => {
    await expect(resolve(given({ settings: { ...settings, ...more } }))).rejects.toThrow(sentence)
  })
  test.each([
    'evil.example',
    '127.0.0.1',
    'liveperson.net.evil.example',
    'va.v.liveperson.net/../x',
    '169.254.169.254'
  ])('P42 does not take %s for a host of LivePerson', async named => {
    local.nameHost(named)
    await expect(resolve(given())).rejects.toThrow(/is no host of LivePerson\. It is not used/)
  })
  test.each([
    ['a page in HTML', { is: 'text', status: 200, text: '<html>' }, 'named no monitoring domain'],
    ['a number for a host', { is: 'text', status: 200, text: '{"baseURI":7}' }, 'named no monitoring domain'],
    ['trouble of its own', { is: 'text', status: 503, text: '' }, 'a problem of its own (503)'],
    ['more than it could mean', { is: 'text', status: 200, text: ' '.repeat(100_000) }, 'sent more than 64 kB'],
    ['nothing that is HTTP', { is: 'garbage' }, 'sent what is no HTTP'],
    ['a connection that breaks off', { is: 'reset' }, 'broke off the connection']
  ] as const)('P43 answered with %s says so in a sentence', async (_what, fault, sentence) => {
    local.failDomain(fault)
    await expect(resolve(given())).rejects.toThrow(sentence)
  })
})

test('S2 a monitoring domain that was left empty is looked up when the rest is saved', async () => {
  local.nameHost('lo.v.liveperson.net')
  const lookUps = createRateLimit({ burst: 20, perSecond: 1, clock: () => 0 })
  const context = { reach: towardsLocal, clock: () => now, allowPrivate: false, lookUps } as ManageContext
  const { monitoring_domain: _, ...rest } = settings
  const filled = (given: Record<string, unknown>) => filledIn(context, 'a workspace', liveperson, given)
  expect(await filled(rest)).toEqual({ ...rest, monitoring_domain: 'lo.v.liveperson.net' })
  expect(await filled(settings)).toEqual(settings)
  asked.length = 0
  expect(await filled({ ...rest, account_id: 'wrong' })).toEqual({ ...rest, account_id: 'wrong' })
  expect(asked).toEqual([])
})

describe('S2 the host that is sent to', () => {
  test('is the one that was saved, without a question to anybody', async () => {
    asked.length = 0
    expect(await look(given())).toEqual({ host })
    expect(asked).toEqual([])
  })
  test('is looked up again after a 404, and followed where the account has moved', async () => {
    local.nameHost('lo.v.liveperson.net')
    expect(await look(given({ again: 'answer' }))).toEqual({ host: 'lo.v.liveperson.net', isLookedUp: 'yes' })
  })
  test('after a 404 from the right host, the ids are wrong, and nothing more is sent', async () => {
    local.nameHost(host)
    await expect(look(given({ again: 'answer' }))).rejects.toMatchObject({
      verdict: {
        is: 'misconfigured',
        reason: '404_ids',
        advice: expect.stringContaining('account_id and app_installation_id')
      }
    })
  })
  test('after a 404 and no answer of the Domain API, all three are to be checked', async () => {
    const wrong = given({ again: 'answer', settings: { ...settings, account_id: '1' } })
    await expect(look(wrong)).rejects.toMatchObject({ verdict: { is: 'misconfigured', reason: '404' } })
  })
  test('that the DNS does not know is looked up again, and kept where nobody knows better', async () => {
    local.nameHost('lo.v.liveperson.net')
    expect(await look(given({ again: 'name' }))).toMatchObject({ host: 'lo.v.liveperson.net' })
    const silent: Reach = () => Promise.reject(new UnreachableError('name', 'not known'))
    expect(await look(given({ again: 'name', reach: silent }))).toMatchObject({ host })
  })
})
