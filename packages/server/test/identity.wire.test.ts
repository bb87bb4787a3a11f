import { createHmac } from 'node:crypto'
import { generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { anyAddress, chainOf, peopleOf, personOf, timelineOf } from './team.ts'
import { hex, identify, newLocalId, page, send, signedVisitor, track, userToken } from './visitor.ts'
import { call, type Minted, mintWorkspace } from './workspace.ts'

/** A browser: one id in its storage, one address. */
const browser = (workspace: Minted, localId = newLocalId()) => {
  const ip = anyAddress()
  return {
    localId,
    seen: async (more: Record<string, unknown> = {}) => {
      const answer = await identify(workspace, { localId, ...more }, ip)
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      return answer.body
    },
    /** As above, where the answer itself is what is looked at. */
    asks: (more: Record<string, unknown> = {}) => identify(workspace, { localId, ...more }, ip)
  }
}
const newPrint = () => `5:${hex(16)}`

test('F11 phone and laptop with a signed token are one visitor', async () => {
  const workspace = await mintWorkspace()
  const [phone, laptop] = [browser(workspace), browser(workspace)]
  const onPhone = await phone.seen()
  await send(workspace, onPhone, [page('/on-the-phone', { timestamp: Date.now() - 2000 })])
  await phone.seen({
    userToken: await userToken(workspace, 'user-42', { traits: { name: 'Ana Petrova', plan: 'pro' } })
  })

  const strange = await laptop.seen()
  expect(strange).toMatchObject({ isReturning: false, verified: false })
  expect(strange.visitorId).not.toBe(onPhone.visitorId)
  await send(workspace, strange, [page('/on-the-laptop', { timestamp: Date.now() - 1000 })])
  const onLaptop = await laptop.seen({ userToken: await userToken(workspace, 'user-42') })
  expect(onLaptop).toMatchObject({ visitorId: onPhone.visitorId, verified: true, isReturning: true, sessionCount: 2 })
  expect(onLaptop.traits).toEqual({ name: 'Ana Petrova', plan: 'pro' })
  await send(workspace, onLaptop, [page('/after')])

  const people = await peopleOf(workspace)
  expect(people.body.items).toMatchObject([
    { id: onPhone.visitorId, name: 'Ana Petrova', verified: true, events: 3, visits: 2 }
  ])
  const timeline = await timelineOf(workspace, onPhone.visitorId)
  expect(timeline.items.map(item => item.path)).toEqual(['/after', '/on-the-laptop', '/on-the-phone'])
  const chain = await chainOf(workspace, onPhone.visitorId)
  expect(chain.browsers).toHaveLength(2)
  expect(chain.evidence).toMatchObject([
    { kind: 'user', key: 'user-42', from: strange.visitorId, into: onPhone.visitorId }
  ])
})

test('F11 without a signed token phone and laptop stay two, whatever the page claims', async () => {
  const workspace = await mintWorkspace()
  const [phone, laptop] = [browser(workspace), browser(workspace)]
  const claims = { email: 'jordan@acme.com', name: 'Jordan Park', id: 'user-42', sub: 'user-42', userId: 'user-42' }
  const onPhone = await phone.seen({ traits: claims })
  const onLaptop = await laptop.seen({ traits: claims })
  expect(onLaptop.visitorId).not.toBe(onPhone.visitorId)
  expect(onLaptop.isReturning).toBe(false)
  const people = await peopleOf(workspace, { search: 'jordan@acme.com' })
  expect(people.body.total).toBe(2)
  expect(people.body.items.every(person => !person.verified)).toBe(true)
  const person = await personOf(workspace, onPhone.visitorId)
  expect(person.attributes.filter(one => one.key === 'email')).toMatchObject([{ kind: 'claimed' }])
})

test('F11 P56 P57 P59 ID2 a forged, expired or misaddressed token gains nothing', async () => {
  const workspace = await mintWorkspace()
  const other = await mintWorkspace()
  const owner = await browser(workspace).seen({ userToken: await userToken(workspace, 'user-1') })
  const stranger = browser(workspace)
  const before = await stranger.seen()

  const sign = (
    secret: string,
    change: (jwt: SignJWT) => SignJWT = jwt => jwt,
    header: JWTHeaderParameters = { alg: 'HS256' }
  ) =>
    change(new SignJWT({}).setProtectedHeader(header).setSubject('user-1').setIssuedAt().setExpirationTime('10m')).sign(
      new TextEncoder().encode(secret)
    )
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const good = await userToken(workspace, 'user-1')
  const exp = Math.floor(Date.now() / 1000) + 600
  const claims = encode({ sub: 'user-1', exp })
  const secret = workspace.identitySecret
  const bad: Record<string, string | Promise<string>> = {
    'another secret': sign('somebody else made this secret up'),
    'the secret of another workspace': sign(other.identitySecret),
    'alg none': `${encode({ alg: 'none' })}.${claims}.`,
    'alg None': `${encode({ alg: 'None' })}.${claims}.`,
    'an empty signature': `${encode({ alg: 'HS256' })}.${claims}.`,
    'another algorithm': sign(secret, jwt => jwt, { alg: 'HS512' }),
    'a key of another kind': new SignJWT({})
      .setProtectedHeader({ alg: 'RS256' })
      .setSubject('user-1')
      .setExpirationTime('10m')
      .sign((await generateKeyPair('RS256')).privateKey),
    'an unknown kid': sign('x'.repeat(40), jwt => jwt, { alg: 'HS256', kid: '../../dev/null' }),
    'a critical header nobody knows': `${encode({ alg: 'HS256', crit: ['exp'], exp })}.${claims}.${good.split('.')[2]}`,
    'claims changed after signing': [
      good.split('.')[0],
      encode({ sub: 'user-1', exp, admin: true }),
      good.split('.')[2]
    ].join('.'),
    'expired an hour ago': userToken(workspace, 'user-1', {}, '-1h'),
    'not valid yet': sign(secret, jwt => jwt.setNotBefore('1h')),
    'no expiry': new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('user-1')
      .sign(new TextEncoder().encode(secret)),
    'no subject': sign(secret, () => new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('10m')),
    'made for another agent': sign(secret, jwt => jwt.setAudience(other.agentId)),
    'not a token at all': 'eyJ',
    empty: ''
  }
  for (const [how, token] of Object.entries(bad)) {
    const answer = await stranger.asks({ userToken: await token })
    expect(answer.status, how).toBe(401)
    expect(answer.body, how).toMatchObject({
      error: { message: expect.stringMatching(/token/), requestId: expect.any(String) }
    })
    expect(JSON.stringify(answer.body), how).not.toContain(owner.visitorId)
  }
  expect(await stranger.seen()).toMatchObject({ visitorId: before.visitorId, verified: false })
  expect((await peopleOf(workspace)).body.total).toBe(2)
  expect((await chainOf(workspace, before.visitorId)).evidence).toEqual([])
  // The same token, rightly made, is believed: it was the fault in each that made the difference.
  const aimed = await sign(secret, jwt => jwt.setAudience(workspace.agentId))
  expect(await stranger.seen({ userToken: aimed })).toMatchObject({ visitorId: owner.visitorId, verified: true })
})

test('F11 P58 a token with a jti belongs to the first browser that brings it', async () => {
  const workspace = await mintWorkspace()
  const [own, thief] = [browser(workspace), browser(workspace)]
  const token = await userToken(workspace, 'user-1', { jti: hex(8) })
  const first = await own.seen({ userToken: token })
  expect(await own.seen({ userToken: token })).toMatchObject({ visitorId: first.visitorId, verified: true })
  const before = await thief.seen()
  const replayed = await thief.asks({ userToken: token })
  expect(replayed).toMatchObject({ status: 401, body: { error: { code: 'wrong_credential' } } })
  // The last digit of a signature carries bits that no decoder reads: other text, the same signature.
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = digits.indexOf(token.at(-1) ?? '')
  for (const bits of [1, 2, 3]) {
    const respelt = token.slice(0, -1) + digits.charAt(last ^ bits)
    expect((await thief.asks({ userToken: respelt })).status, `spelt with ${bits}`).toBe(401)
  }
  for (const respelt of [`${token}=`, `${token} `, `${token}\n`, `${token}==`])
    expect((await thief.asks({ userToken: respelt })).status, JSON.stringify(respelt)).toBe(401)
  expect((await thief.seen()).visitorId).toBe(before.visitorId)
})

test('F11 P58 a token that was signed out of is not believed again, in any browser', async () => {
  const workspace = await mintWorkspace()
  const [phone, laptop] = [browser(workspace), browser(workspace)]
  const token = await userToken(workspace, 'user-1')
  const owner = await phone.seen({ userToken: token })
  const onLaptop = await laptop.seen({ userToken: token })
  expect(onLaptop.visitorId).toBe(owner.visitorId)

  const next = browser(workspace)
  const after = await next.seen({ parted: true, token: onLaptop.token })
  expect(after.visitorId).not.toBe(owner.visitorId)
  for (const who of [next, laptop, browser(workspace)]) {
    const replayed = await who.asks({ userToken: token })
    expect(replayed).toMatchObject({ status: 401, body: { error: { code: 'expired_token' } } })
  }
  expect((await next.seen()).visitorId).toBe(after.visitorId)
  // A new token signs them in again.
  expect(await next.seen({ userToken: await userToken(workspace, 'user-1', { n: 2 }) })).toMatchObject({
    visitorId: owner.visitorId,
    verified: true
  })
})

test("F11 FluentBot's signed visitor is the same person on phone and laptop", async () => {
  const workspace = await mintWorkspace()
  const visitor = signedVisitor(workspace, { name: 'Jo', email: 'jo@example.com', data: { plan: 'pro', seats: 3 } })
  const onPhone = await browser(workspace).seen({ visitor })
  const laptop = browser(workspace)
  expect(await laptop.seen({ visitor })).toMatchObject({ visitorId: onPhone.visitorId, verified: true })
  const person = await personOf(workspace, onPhone.visitorId)
  const attributes = Object.fromEntries(person.attributes.map(one => [one.key, [one.kind, one.value]]))
  expect(attributes).toMatchObject({
    name: ['verified', 'Jo'],
    email: ['verified', 'jo@example.com'],
    plan: ['verified', 'pro'],
    seats: ['verified', 3]
  })
  // Without data, and with the nulls FluentBot writes.
  const bare = signedVisitor(workspace, { name: null, email: 'jo@example.com' })
  expect((await browser(workspace).seen({ visitor: bare })).visitorId).toBe(onPhone.visitorId)

  const forged = [
    { ...visitor, signature: '' },
    { ...visitor, signature: 'zz' },
    { ...visitor, signature: visitor.signature.slice(0, -2) },
    { ...visitor, email: 'someone@example.com' },
    { ...visitor, data: { plan: 'pro', seats: 300 } },
    {
      ...visitor,
      signature: createHmac('sha256', '')
        .update(JSON.stringify({ name: 'Jo' }))
        .digest('hex')
    }
  ]
  const stranger = browser(workspace)
  const before = await stranger.seen()
  for (const one of forged) {
    const answer = await stranger.asks({ visitor: one })
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'wrong_credential' } } })
  }
  expect((await stranger.seen()).visitorId).toBe(before.visitorId)
})

test("F11 whoever signed out can sign in again with FluentBot's signature, which never changes", async () => {
  const workspace = await mintWorkspace()
  const visitor = signedVisitor(workspace, { name: 'Jo', email: 'jo@example.com' })
  const first = await browser(workspace).seen({ visitor })
  const after = browser(workspace)
  const parted = await after.seen({ parted: true, token: first.token })
  expect(parted.visitorId).not.toBe(first.visitorId)
  expect(await after.seen({ visitor })).toMatchObject({ visitorId: first.visitorId, verified: true })
})

test('F11 two verified people in one browser stay two people', async () => {
  const workspace = await mintWorkspace()
  const shared = browser(workspace)
  const print = newPrint()
  const ana = await shared.seen({
    fingerprint: print,
    userToken: await userToken(workspace, 'ana', { traits: { name: 'Ana' } })
  })
  await send(workspace, ana, [track('Read as Ana')])
  const ben = await shared.seen({
    fingerprint: print,
    userToken: await userToken(workspace, 'ben', { traits: { name: 'Ben' } })
  })
  expect(ben.visitorId).not.toBe(ana.visitorId)
  expect(ben.traits).toEqual({ name: 'Ben' })
  await send(workspace, ben, [track('Read as Ben')])
  const anaAgain = await shared.seen({ fingerprint: print, userToken: await userToken(workspace, 'ana', { n: 2 }) })
  expect(anaAgain.visitorId).toBe(ana.visitorId)
  await send(workspace, anaAgain, [track('Read as Ana again')])

  const names = async (id: string) => (await timelineOf(workspace, id)).items.map(item => item.name)
  expect(await names(ana.visitorId)).toEqual(['Read as Ana again', 'Read as Ana'])
  expect(await names(ben.visitorId)).toEqual(['Read as Ben'])
  expect((await peopleOf(workspace)).body.total).toBe(2)
})

// biome-ignore lint/suspicious/noTemplateCurlyInString: what a template that was never rendered sends
const unrendered = '${user.id}'
const nobody = [
  'anonymous',
  'Anonymous',
  ' guest ',
  'null',
  'undefined',
  'None',
  'NaN',
  'true',
  'false',
  '0',
  '00',
  '-1',
  '',
  '   ',
  '[object Object]',
  '[object Undefined]',
  '00000000-0000-0000-0000-000000000000',
  '"null"',
  "'undefined'",
  'example@example.com',
  '{{ user.id }}',
  unrendered,
  '<%= user.id %>',
  '%USER_ID%'
]

test('F11 a value that names nobody never joins anyone, however well it is signed', async () => {
  const workspace = await mintWorkspace()
  for (const name of nobody) {
    for (const localId of [newLocalId(), newLocalId()]) {
      const answer = await identify(workspace, { localId, userToken: await userToken(workspace, name) }, anyAddress())
      expect(answer, name).toMatchObject({ status: 422, body: { error: { code: 'invalid', field: 'sub' } } })
    }
    const visitor = signedVisitor(workspace, { name: 'Jo', email: name })
    expect((await identify(workspace, { localId: newLocalId(), visitor }, anyAddress())).status, name).toBe(422)
  }
  const number = await new SignJWT({ sub: 0 as unknown as string })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('10m')
    .sign(new TextEncoder().encode(workspace.identitySecret))
  expect((await identify(workspace, { localId: newLocalId(), userToken: number }, anyAddress())).status).toBe(422)
  expect((await peopleOf(workspace)).body.items.filter(person => person.verified)).toEqual([])
})

test('a browser id or a print that names nobody is no id: two browsers that send it stay two', async () => {
  const workspace = await mintWorkspace()
  for (const broken of [
    'undefined',
    'anonymous',
    '[object Object]',
    '00000000',
    '00000000-0000-0000-0000-000000000000'
  ]) {
    const one = await identify(workspace, { localId: broken }, anyAddress())
    const other = await identify(workspace, { localId: broken }, anyAddress())
    expect([one.status, other.status], broken).toEqual([200, 200])
    expect(other.body.visitorId, `as local id: ${broken}`).not.toBe(one.body.visitorId)
  }
  for (const broken of [
    'undefined',
    '5:undefined',
    '5.0.1:null',
    '[object Object]',
    '5:[object Promise]',
    '5:00000000'
  ]) {
    const one = await identify(workspace, { localId: newLocalId(), fingerprint: broken }, anyAddress())
    const other = await identify(workspace, { localId: newLocalId(), fingerprint: broken }, anyAddress())
    expect([one.status, other.status], broken).toEqual([200, 200])
    expect(other.body.visitorId, `as print: ${broken}`).not.toBe(one.body.visitorId)
  }
})

test('ID4 whoever clears their storage goes on with the same id and timeline, and is told nothing more', async () => {
  const workspace = await mintWorkspace()
  const print = newPrint()
  const before = await browser(workspace).seen({
    fingerprint: print,
    traits: { name: 'Kim', email: 'kim@example.com' }
  })
  await send(workspace, before, [page('/before')])

  const cleared = browser(workspace)
  const after = await cleared.seen({ fingerprint: print })
  expect(after).toMatchObject({ visitorId: before.visitorId, isReturning: true, sessionCount: 2, verified: false })
  expect(after.traits).toBeUndefined()
  expect((await send(workspace, after, [page('/after')])).status).toBe(202)
  const timeline = await timelineOf(workspace, before.visitorId)
  expect(timeline.items.map(item => item.path)).toEqual(['/after', '/before'])
  expect(await personOf(workspace, before.visitorId)).toMatchObject({ name: 'Kim', events: 2, visits: 2 })
  expect((await chainOf(workspace, before.visitorId)).evidence).toMatchObject([
    { kind: 'fingerprint', key: print.slice(2, 10), into: before.visitorId }
  ])

  // Neither its token, alone or with its id, nor the known visitor id opens an attribute.
  for (const ask of [{ token: after.token }, { token: after.token, localId: cleared.localId, fingerprint: print }]) {
    const again = await identify(workspace, ask, anyAddress())
    expect(again.body).toMatchObject({ visitorId: before.visitorId })
    expect(again.body.traits).toBeUndefined()
  }
  const panel = await call('GET', `/api/people/${before.visitorId}`, { who: after.token })
  expect(panel.status).toBe(401)
  // What is said from now on in this browser is its own to read; what was said before is not.
  await cleared.seen({ traits: { plan: 'pro' } })
  expect((await cleared.seen()).traits ?? {}).not.toHaveProperty('email')
})

test('a signed user on a browser known by its print alone is told their own attributes, and not what the print led to', async () => {
  const workspace = await mintWorkspace()
  const print = newPrint()
  const before = await browser(workspace).seen({ fingerprint: print, traits: { secret: 'of the one before' } })
  const cleared = browser(workspace)
  expect((await cleared.seen({ fingerprint: print })).visitorId).toBe(before.visitorId)
  const proven = await cleared.seen({
    fingerprint: print,
    userToken: await userToken(workspace, 'kim', { traits: { name: 'Kim' } })
  })
  expect(proven.verified).toBe(true)
  expect(proven.traits).toEqual({ name: 'Kim' })
})

test('two browsers seen apart that have one print are never joined', async () => {
  const workspace = await mintWorkspace()
  const print = newPrint()
  const [one, other] = [browser(workspace), browser(workspace)]
  const first = await one.seen()
  const second = await other.seen()
  expect((await one.seen({ fingerprint: print })).visitorId).toBe(first.visitorId)
  expect((await other.seen({ fingerprint: print })).visitorId).toBe(second.visitorId)
  expect(second.visitorId).not.toBe(first.visitorId)
  // A third phone of the same make is nobody's either.
  const third = await browser(workspace).seen({ fingerprint: print })
  expect(third.isReturning).toBe(false)
  expect([first.visitorId, second.visitorId]).not.toContain(third.visitorId)
  expect((await peopleOf(workspace)).body.total).toBe(3)
})

test('a join by print is taken back when the browser that was thought to be replaced shows up again', async () => {
  const workspace = await mintWorkspace()
  const print = newPrint()
  const [one, other] = [browser(workspace), browser(workspace)]
  const first = await one.seen({ fingerprint: print })
  await send(workspace, first, [page('/first')])
  const joined = await other.seen({ fingerprint: print })
  expect(joined.visitorId).toBe(first.visitorId)
  await send(workspace, joined, [page('/second')])

  expect((await one.seen({ fingerprint: print })).visitorId).toBe(first.visitorId)
  const parted = await other.seen({ fingerprint: print })
  expect(parted.visitorId).not.toBe(first.visitorId)
  await send(workspace, parted, [page('/third')])
  const paths = async (id: string) => (await timelineOf(workspace, id)).items.map(item => item.path)
  expect(await paths(first.visitorId)).toEqual(['/first'])
  expect(await paths(parted.visitorId)).toEqual(['/third', '/second'])
  expect(await personOf(workspace, parted.visitorId)).toMatchObject({ events: 2, visits: 1 })
  expect((await chainOf(workspace, first.visitorId)).evidence).toMatchObject([{ undoneBy: expect.any(String) }])
  // And the print recognises nobody from here on.
  expect((await browser(workspace).seen({ fingerprint: print })).isReturning).toBe(false)
})

test('the same holds along a chain of prints: the middle browser shows up again', async () => {
  const workspace = await mintWorkspace()
  const [old, renewed] = [newPrint(), newPrint()]
  const [a, b, c] = [browser(workspace), browser(workspace), browser(workspace)]
  const first = await a.seen({ fingerprint: old })
  expect((await b.seen({ fingerprint: old })).visitorId).toBe(first.visitorId)
  // The browser was updated: a new print, and later cleared storage with it.
  await b.seen({ fingerprint: renewed })
  expect((await c.seen({ fingerprint: renewed })).visitorId).toBe(first.visitorId)
  // The middle one is still in use, so the third is somebody else.
  expect((await b.seen({ fingerprint: renewed })).visitorId).toBe(first.visitorId)
  expect((await c.seen({ fingerprint: renewed })).visitorId).not.toBe(first.visitorId)
})

test('a print never joins two people who proved who they are', async () => {
  const workspace = await mintWorkspace()
  const print = newPrint()
  const ana = await browser(workspace).seen({ fingerprint: print, userToken: await userToken(workspace, 'ana') })
  const other = browser(workspace)
  const ben = await other.seen({ fingerprint: print, userToken: await userToken(workspace, 'ben') })
  expect(ben.visitorId).not.toBe(ana.visitorId)

  // Also when the second proves it only after the print had joined them.
  const second = newPrint()
  const cara = await browser(workspace).seen({ fingerprint: second, userToken: await userToken(workspace, 'cara') })
  const late = browser(workspace)
  expect((await late.seen({ fingerprint: second })).visitorId).toBe(cara.visitorId)
  const dan = await late.seen({ fingerprint: second, userToken: await userToken(workspace, 'dan') })
  expect(dan.visitorId).not.toBe(cara.visitorId)
  expect((await peopleOf(workspace)).body.items.filter(person => person.verified)).toHaveLength(4)
})

test('ID5 signing out parts two people who share a browser', async () => {
  const workspace = await mintWorkspace()
  const print = newPrint()
  const ana = await browser(workspace).seen({
    fingerprint: print,
    userToken: await userToken(workspace, 'ana', { traits: { name: 'Ana' } })
  })
  const next = browser(workspace)
  const after = await next.seen({ fingerprint: print, parted: true, token: ana.token })
  expect(after).toMatchObject({ isReturning: false, sessionCount: 1, verified: false })
  expect(after.visitorId).not.toBe(ana.visitorId)
  expect(after.traits).toBeUndefined()
  // The answer was lost and the page asks again: still the same new visitor.
  expect((await next.seen({ fingerprint: print, parted: true, token: ana.token })).visitorId).toBe(after.visitorId)
  expect((await next.seen({ fingerprint: print })).visitorId).toBe(after.visitorId)
  expect((await peopleOf(workspace)).body.total).toBe(2)
})

test('signing out parts them even where the browser could not make itself a new id', async () => {
  const workspace = await mintWorkspace()
  const stuck = browser(workspace)
  const ana = await stuck.seen({ userToken: await userToken(workspace, 'ana', { traits: { name: 'Ana' } }) })
  const after = await stuck.seen({ parted: true, token: ana.token })
  expect(after.visitorId).not.toBe(ana.visitorId)
  expect(after.traits).toBeUndefined()
  expect((await stuck.seen({ parted: true, token: ana.token })).visitorId).toBe(after.visitorId)
})

test('two tabs that identify at once are one visitor in one visit', async () => {
  const workspace = await mintWorkspace()
  for (const more of [
    {},
    { fingerprint: newPrint() },
    { traits: { name: 'Kim' } },
    { fingerprint: newPrint(), traits: { name: 'Kim' }, userToken: await userToken(workspace, 'kim') }
  ]) {
    const { seen } = browser(workspace)
    const tabs = await Promise.all(Array.from({ length: 20 }, () => seen(more)))
    expect(new Set(tabs.map(tab => tab.visitorId)).size).toBe(1)
    expect(new Set(tabs.map(tab => tab.sessionId)).size).toBe(1)
    expect(tabs.every(tab => tab.sessionCount === 1)).toBe(true)
    expect(tabs.filter(tab => !tab.isReturning).length).toBe(1)
  }
  const people = await peopleOf(workspace)
  expect(people.body.items.map(person => person.visits)).toEqual([1, 1, 1, 1])
})

test('P48 ID2 the token alone goes on with the visitor, and a token of another workspace opens nothing', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  const own = await browser(workspace).seen({ traits: { name: 'Kim' } })
  const again = await identify(workspace, { token: own.token }, anyAddress())
  expect(again.body).toMatchObject({ visitorId: own.visitorId, isReturning: true, traits: { name: 'Kim' } })
  const elsewhere = await identify(other, { token: own.token }, anyAddress())
  expect(elsewhere).toMatchObject({ status: 200, body: { isReturning: false } })
  expect(elsewhere.body.visitorId).not.toBe(own.visitorId)
  // Knowing a visitor id gains nothing.
  const guess = await identify(
    workspace,
    { token: own.visitorId, visitorId: own.visitorId, id: own.visitorId },
    anyAddress()
  )
  expect(guess.body.visitorId).not.toBe(own.visitorId)
})

test('ID7 a turned secret is believed for its grace and not after', async () => {
  const workspace = await mintWorkspace()
  const token = await userToken(workspace, 'ana')
  const ana = await browser(workspace).seen({ userToken: token })
  const turn = (graceSeconds: number) =>
    call<{ identitySecret: string }>('POST', `/api/agents/${workspace.agentId}/secret`, {
      who: workspace.key,
      body: { graceSeconds }
    })
  const turned = await turn(3600)
  expect(turned.status).toBeLessThan(300)
  expect((await browser(workspace).seen({ userToken: token })).visitorId).toBe(ana.visitorId)
  const renewed = { ...workspace, identitySecret: turned.body.identitySecret }
  expect((await browser(workspace).seen({ userToken: await userToken(renewed, 'ana') })).visitorId).toBe(ana.visitorId)
  await turn(0)
  expect((await browser(workspace).asks({ userToken: token })).status).toBe(401)
  expect((await browser(workspace).asks({ userToken: await userToken(renewed, 'ana') })).status).toBe(401)
})

test('ID8 an address that identifies without end is slowed down, and others do not notice', async () => {
  const workspace = await mintWorkspace()
  const flood = anyAddress()
  const answers = await Promise.all(
    Array.from({ length: 450 }, () => identify(workspace, { localId: newLocalId() }, flood))
  )
  const slowed = answers.filter(answer => answer.status === 429)
  expect(slowed.length).toBeGreaterThan(20)
  expect(answers.filter(answer => answer.status === 200).length).toBeGreaterThanOrEqual(300)
  for (const answer of slowed) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await identify(workspace, { localId: newLocalId() }, anyAddress())).status).toBe(200)
  // A /64 of IPv6 is one subscriber, whatever address in it they use.
  const many = Array.from({ length: 450 }, (_, n) =>
    identify(workspace, { localId: newLocalId() }, `2001:db8:7::${n.toString(16)}`)
  )
  expect((await Promise.all(many)).some(answer => answer.status === 429)).toBe(true)
})
