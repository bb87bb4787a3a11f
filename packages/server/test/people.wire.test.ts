import type { Event, IdentifyAnswer, PeopleFacets, PeoplePage, PersonSummary } from '@foyer/protocol'
import { describe, expect, test } from 'vitest'
import { anyAddress, chainOf, peopleOf, personOf } from './team.ts'
import { chrome, hex, identify, newLocalId, page, send, track, userToken, uuidV7 } from './visitor.ts'
import { call, type Minted, mintWorkspace, settled } from './workspace.ts'

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'
const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'

/** One page view by a browser that is who its headers say. */
async function visit(workspace: Minted, headers: { 'x-forwarded-for': string; 'user-agent': string }) {
  const visitor = await call<IdentifyAnswer>('POST', '/api/visitors/identify', {
    body: { agentId: workspace.agentId, localId: newLocalId() },
    headers
  })
  expect(visitor.status, JSON.stringify(visitor.body)).toBe(200)
  const sent = await call('POST', `/api/visitors/${visitor.body.visitorId}/events`, {
    who: visitor.body.token,
    body: { agentId: workspace.agentId, sentAt: Date.now(), events: [page('/')] },
    headers
  })
  expect(sent.status).toBe(202)
  return personOf(workspace, visitor.body.visitorId)
}

describe('what is known of a visitor by their request', () => {
  const places: [string, string, Record<string, string | undefined>][] = [
    ['an IPv4 address', '81.2.69.142', { country: 'GB', region: 'England', timezone: 'Europe/London' }],
    ['an IPv6 address', '2a02:8109:9a80::1', { country: 'DE', city: 'Berlin', timezone: 'Europe/Berlin' }],
    ['an IPv6 address in brackets, with a port', '[2a02:8109:9a80::1]:443', { country: 'DE', city: 'Berlin' }],
    ['an IPv4 address inside IPv6', '::ffff:89.160.20.112', { country: 'SE', timezone: 'Europe/Stockholm' }],
    ['an address with a port', '89.160.20.112:51234', { country: 'SE' }],
    ['an address whose city is not known', '8.8.8.8', { country: 'US', city: undefined, timezone: 'America/Chicago' }]
  ]
  test.each(places)('F1 F2 F3 %s gives its place and timezone', async (_what, forwarded, expected) => {
    const workspace = await mintWorkspace()
    const person = await visit(workspace, { 'x-forwarded-for': forwarded, 'user-agent': chrome })
    for (const [key, value] of Object.entries(expected))
      expect((person as Record<string, unknown>)[key], key).toBe(value)
    expect(person.places).toMatchObject([{ country: expected.country }])
  })

  test("F1 only what the trusted proxy itself has seen is believed: the rest of the chain is anybody's writing", async () => {
    const workspace = await mintWorkspace()
    const chains: [string, string][] = [
      ['8.8.8.8, 89.160.20.112', '89.160.20.112'],
      ['8.8.8.8, 2a02:8109:9a80::1', '2a02:8109:9a80::1'],
      ['127.0.0.1, 89.160.20.112', '89.160.20.112'],
      ['8.8.8.8, 89.160.20.112, 127.0.0.1', '89.160.20.112'],
      ['nonsense, 89.160.20.112', '89.160.20.112'],
      ['89.160.20.112, nonsense', '127.0.0.1'],
      [`${'1.1.1.1, '.repeat(500)}89.160.20.112`, '89.160.20.112']
    ]
    for (const [forwarded, ip] of chains)
      expect((await visit(workspace, { 'x-forwarded-for': forwarded, 'user-agent': chrome })).ip, forwarded).toBe(ip)
  })

  test('F2 an address that is nowhere leaves the place out, and everything else works', async () => {
    const workspace = await mintWorkspace()
    for (const ip of [
      '10.1.2.3',
      '192.168.0.9',
      '127.0.0.1',
      '::1',
      'fd00::7',
      'fe80::1%eth0',
      '203.0.113.5',
      '2001:db8::5'
    ]) {
      const person = await visit(workspace, { 'x-forwarded-for': ip, 'user-agent': chrome })
      expect(person, ip).toMatchObject({ events: 1, browser: 'Chrome', places: [] })
      for (const key of ['country', 'region', 'city', 'timezone']) expect(person, ip).not.toHaveProperty(key)
      expect(person.ip, ip).toBe(ip.replace('%eth0', ''))
    }
  })

  const machines: [string, string, string, string][] = [
    [`${windows} ${webkit} Chrome/140.0.0.0 Safari/537.36`, 'Chrome', 'Windows', 'desktop'],
    [`${windows} ${webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, 'Edge', 'Windows', 'desktop'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0', 'Firefox', 'Linux', 'desktop'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
      'Safari',
      'macOS',
      'desktop'
    ],
    [iphone, 'Safari', 'iOS', 'mobile'],
    [
      `Mozilla/5.0 (Linux; Android 15; Pixel 9) ${webkit} Chrome/140.0.0.0 Mobile Safari/537.36`,
      'Chrome',
      'Android',
      'mobile'
    ],
    [
      'Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
      'Safari',
      'iOS',
      'tablet'
    ]
  ]
  test.each(machines)('F4 %s', async (userAgent, browser, os, device) => {
    const workspace = await mintWorkspace()
    const person = await visit(workspace, { 'x-forwarded-for': anyAddress(), 'user-agent': userAgent })
    expect(person).toMatchObject({ browser, os, device, bot: false, devices: [{ browser, os, device }] })
    const inferred = person.attributes.filter(one => one.kind === 'inferred').map(one => [one.key, one.value])
    expect(Object.fromEntries(inferred)).toMatchObject({ browser, os, device })
  })

  test('a bot is kept and tagged, and can be left out or asked for', async () => {
    const workspace = await mintWorkspace()
    const crawler = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
    const bot = await visit(workspace, { 'x-forwarded-for': anyAddress(), 'user-agent': crawler })
    const person = await visit(workspace, { 'x-forwarded-for': anyAddress(), 'user-agent': chrome })
    const idsOf = async (query: Record<string, boolean>) =>
      (await peopleOf(workspace, query)).body.items.map(one => one.id).sort()
    expect(await idsOf({ bots: true })).toEqual([bot.id])
    expect(await idsOf({ bots: false })).toEqual([person.id])
    expect(await idsOf({})).toEqual([bot.id, person.id].sort())
  })

  test('somebody who moves on is where they were last, with every place and device of before beside it', async () => {
    const workspace = await mintWorkspace()
    const localId = newLocalId()
    const seen = (await identify(workspace, { localId, userToken: await userToken(workspace, 'ana') }, '81.2.69.142'))
      .body
    await send(workspace, seen, [page('/london')])
    const phone = await call<IdentifyAnswer>('POST', '/api/visitors/identify', {
      body: {
        agentId: workspace.agentId,
        localId: newLocalId(),
        userToken: await userToken(workspace, 'ana', { n: 2 })
      },
      headers: { 'x-forwarded-for': '2a02:8109:9a80::1', 'user-agent': iphone }
    })
    await call('POST', `/api/visitors/${phone.body.visitorId}/events`, {
      who: phone.body.token,
      body: { agentId: workspace.agentId, events: [page('/berlin', { timestamp: Date.now() + 1000 })] },
      headers: { 'x-forwarded-for': '2a02:8109:9a80::1', 'user-agent': iphone }
    })
    const person = await personOf(workspace, seen.visitorId)
    expect(person).toMatchObject({ city: 'Berlin', browser: 'Safari', device: 'mobile', ip: '2a02:8109:9a80::1' })
    expect(person.devices.map(one => one.device)).toEqual(['mobile', 'desktop'])
    expect(person.places.map(one => one.country)).toEqual(['DE', 'GB'])
  })
})

const firstNames = [
  'Ana',
  'Émile',
  'Zoë',
  'Åse',
  'Łukasz',
  'Øystein',
  'Žana',
  'İpek',
  'ß-Tester',
  '漢字',
  'नमस्ते',
  '🦊 Fox',
  'o’Brien',
  'van der Berg',
  'ANA'
]
const day = 86_400_000
type Made = {
  id: string
  name?: string
  email?: string
  country?: string
  browser: string
  events: number
  lastAt: number
}

/** A few hundred people of a server's making, each with a history of their own. */
async function crowd(workspace: Minted, size: number): Promise<Made[]> {
  const made: Made[] = []
  const begin = Date.now() - 20 * day
  const one = async (n: number) => {
    const isNamed = n % 3 !== 0
    const email = isNamed && n % 2 === 0 ? `person.${n}@${n % 5 === 0 ? 'acme' : 'example'}.com` : undefined
    const name = isNamed ? `${firstNames[n % firstNames.length]} ${'漢'.repeat(n === 7 ? 190 : 0)}${n}` : undefined
    const traits = { ...(name ? { name } : {}), ...(email ? { email } : {}) }
    const context = {
      ip: ['81.2.69.142', '2a02:8109:9a80::1', '89.160.20.112', '10.0.0.1'][n % 4],
      userAgent: n % 2 === 0 ? chrome : iphone
    }
    const visitor = await call<IdentifyAnswer>('POST', '/api/visitors/identify', {
      who: workspace.key,
      body: { agentId: workspace.agentId, localId: `crowd-${hex(8)}`, ...(isNamed ? { traits } : {}), context }
    })
    expect(visitor.status, JSON.stringify(visitor.body)).toBe(200)
    // Many share their times and their counts, so that a page has to end in the middle of equals.
    const events = 1 + (n % 4)
    const lastAt = begin + (n % 40) * 1000 * 60
    const sent = await call('POST', `/api/visitors/${visitor.body.visitorId}/events`, {
      who: workspace.key,
      body: {
        agentId: workspace.agentId,
        sentAt: Date.now(),
        context,
        events: Array.from({ length: events }, (_, at): Event => {
          const timestamp = lastAt - at * 1000
          return { ...track(`event ${at}`), id: uuidV7(timestamp), timestamp }
        })
      }
    })
    expect(sent).toMatchObject({ status: 202, body: { accepted: events } })
    const country = ['GB', 'DE', 'SE', undefined][n % 4]
    made.push({
      id: visitor.body.visitorId,
      ...(name ? { name: name.trim() } : {}),
      ...(email ? { email } : {}),
      ...(country ? { country } : {}),
      browser: n % 2 === 0 ? 'Chrome' : 'Safari',
      events,
      lastAt
    })
  }
  for (let at = 0; at < size; at += 20) await Promise.all(Array.from({ length: 20 }, (_, n) => one(at + n)))
  await settled()
  return made
}

/** Every page of a list, by its cursor. */
async function allPages(workspace: Minted, query: Record<string, string | number | boolean>) {
  const items: PersonSummary[] = []
  const totals: number[] = []
  const pages: number[] = []
  let cursor: string | undefined
  do {
    const page: { status: number; body: PeoplePage } = await peopleOf(workspace, {
      ...query,
      ...(cursor ? { cursor } : {})
    })
    expect(page.status, JSON.stringify(page.body).slice(0, 300)).toBe(200)
    items.push(...page.body.items)
    totals.push(page.body.total)
    pages.push(page.body.items.length)
    cursor = page.body.nextCursor
    expect(pages.length).toBeLessThan(200)
  } while (cursor !== undefined)
  return { items, totals, pages }
}

describe('the list of people', () => {
  test('every order shows everybody once, page by page, with the true total on each', async () => {
    const workspace = await mintWorkspace()
    const made = await crowd(workspace, 300)
    const keyOf: Record<string, (one: PersonSummary) => number> = {
      lastSeenAt: one => Date.parse(one.lastSeenAt),
      firstSeenAt: one => Date.parse(one.firstSeenAt),
      events: one => one.events,
      visits: one => one.visits
    }
    for (const sort of ['lastSeenAt', 'firstSeenAt', 'events', 'visits', 'name']) {
      for (const order of ['asc', 'desc']) {
        for (const limit of [7, 100]) {
          const { items, totals, pages } = await allPages(workspace, { sort, order, limit })
          const what = `${sort} ${order} by ${limit}`
          expect(new Set(items.map(one => one.id)).size, what).toBe(300)
          expect(items.length, what).toBe(300)
          expect(new Set(totals), what).toEqual(new Set([300]))
          expect(
            pages.slice(0, -1).every(size => size === limit),
            what
          ).toBe(true)
          const key = keyOf[sort]
          if (!key) continue
          const keys = items.map(key)
          expect(keys, what).toEqual([...keys].sort((a, b) => (order === 'asc' ? a - b : b - a)))
        }
      }
    }
    const byName = (await allPages(workspace, { sort: 'name', limit: 50 })).items.map(one => one.name)
    const named = made.filter(one => one.name).length
    expect(byName.slice(0, named).every(name => name !== undefined)).toBe(true)
    expect(byName.slice(named).every(name => name === undefined)).toBe(true)
    const anas = byName.slice(0, named).filter(name => name?.toLowerCase().startsWith('ana '))
    expect(byName.slice(0, anas.length).sort()).toEqual(anas.sort())

    // The counters tell of each what was sent for them.
    const { items } = await allPages(workspace, { limit: 500 })
    const shown = new Map(items.map(one => [one.id, one]))
    for (const one of made) {
      expect(shown.get(one.id)).toMatchObject({ events: one.events, visits: 1, browser: one.browser })
      expect(shown.get(one.id)?.name).toBe(one.name)
      expect(shown.get(one.id)?.country).toBe(one.country)
      expect(Math.abs(Date.parse(shown.get(one.id)?.lastSeenAt ?? '') - one.lastAt)).toBeLessThan(10_000)
    }
  })

  test('a filter shows those it names and counts them rightly, alone and with others', async () => {
    const workspace = await mintWorkspace()
    const made = await crowd(workspace, 120)
    const expectShown = async (query: Record<string, string | number | boolean>, wanted: (one: Made) => boolean) => {
      const { items, totals } = await allPages(workspace, { ...query, limit: 25 })
      const ids = made.filter(wanted).map(one => one.id)
      expect(items.map(one => one.id).sort(), JSON.stringify(query)).toEqual(ids.sort())
      expect(totals[0], JSON.stringify(query)).toBe(ids.length)
    }
    await expectShown({ country: 'DE' }, one => one.country === 'DE')
    await expectShown({ country: 'ZZ' }, () => false)
    await expectShown({ browser: 'Safari' }, one => one.browser === 'Safari')
    await expectShown({ browser: 'Chrome', country: 'SE' }, one => one.browser === 'Chrome' && one.country === 'SE')
    await expectShown({ device: 'mobile' }, one => one.browser === 'Safari')
    await expectShown({ known: 'named' }, one => one.name !== undefined || one.email !== undefined)
    await expectShown({ known: 'anonymous' }, one => one.name === undefined && one.email === undefined)
    await expectShown({ known: 'verified' }, () => false)
    await expectShown({ seenWithin: 60 }, () => false)
    await expectShown({ seenWithin: 21 * 24 * 60 }, () => true)
    await expectShown(
      { known: 'named', country: 'GB', sort: 'name' },
      one => one.name !== undefined && one.country === 'GB'
    )

    const facets = await call<PeopleFacets>('GET', '/api/people/facets?country=DE', { who: workspace.key })
    const count = (value: string) => made.filter(one => one.country === value).length
    expect(facets.body.countries).toEqual(
      ['DE', 'GB', 'SE']
        .map(value => ({ value, people: count(value) }))
        .sort((a, b) => b.people - a.people || (a.value < b.value ? -1 : 1))
    )
    const inGermany = made.filter(one => one.country === 'DE')
    expect(facets.body.browsers.reduce((sum, one) => sum + one.people, 0)).toBe(inGermany.length)
  })

  test('a search finds people by what they are called, however it is written', async () => {
    const workspace = await mintWorkspace()
    const call = async (traits: Record<string, unknown>) =>
      (await identify(workspace, { localId: newLocalId(), traits }, anyAddress())).body.visitorId
    const ids: Record<string, string> = {
      jordan: await call({ name: 'Jordan Park', email: 'jordan.park@acme.com', company: 'Acme GmbH & Co. KG' }),
      emile: await call({ name: 'Émile Zola', email: 'EMILE@Example.com' }),
      oystein: await call({ name: 'Øystein Ås' }),
      zizek: await call({ name: 'Slavoj ŽIŽEK' }),
      ipek: await call({ name: 'ELİF İPEK' }),
      obrien: await call({ name: "Conan O'Brien-Smith" }),
      han: await call({ name: '王小明' }),
      hindi: await call({ name: 'हिन्दी वाला' }),
      decomposed: await call({ name: 'Zoe\u0308 Decomposed' }),
      under: await call({ email: 'first_last+tag@sub.domain.example' }),
      number: await call({ name: 'Agent 007' })
    }
    const nobody = (await identify(workspace, { localId: newLocalId() }, anyAddress())).body
    const friendly = (await personOf(workspace, nobody.visitorId)).friendlyName
    const finds: [string, string][] = [
      ['jordan', 'jordan'],
      ['JORDAN PARK', 'jordan'],
      ['park jord', 'jordan'],
      ['jordan.park@acme.com', 'jordan'],
      ['acme.com', 'jordan'],
      ['acme', 'jordan'],
      ['gmbh', 'jordan'],
      ['émile', 'emile'],
      ['ÉMILE', 'emile'],
      ['emile@example.com', 'emile'],
      ['øyst', 'oystein'],
      ['ØYSTEIN', 'oystein'],
      // By itself it would find Ashen Kites too: what a nameless one is called is drawn.
      ['ås øyst', 'oystein'],
      ['emile', 'emile'],
      ['zizek', 'zizek'],
      ['žižek', 'zizek'],
      ['Žiž', 'zizek'],
      ['elif', 'ipek'],
      ["o'brien", 'obrien'],
      ['brien-smith', 'obrien'],
      ['smith', 'obrien'],
      ['王小', 'han'],
      ['हिन्दी', 'hindi'],
      ['zoë', 'decomposed'],
      ['first_last', 'under'],
      ['first_last+tag@sub.domain.example', 'under'],
      ['tag', 'under'],
      ['sub.domain', 'under'],
      ['007', 'number']
    ]
    for (const [search, who] of finds) {
      const found = (await peopleOf(workspace, { search })).body.items.map(one => one.id)
      expect(found, search).toEqual([ids[who]])
    }
    expect((await peopleOf(workspace, { search: friendly })).body.items.map(one => one.id)).toContain(nobody.visitorId)
    for (const search of ['rdan', 'nobody-here', 'jordan zola', '@', '...'])
      expect((await peopleOf(workspace, { search })).body.total, search).toBe(0)
    // A pasted visitor id finds its person.
    expect((await peopleOf(workspace, { search: ids.emile ?? '' })).body.items.map(one => one.id)).toEqual([ids.emile])
  })

  test('a person is found by the user id and the names they proved, and by the id of any browser of theirs', async () => {
    const workspace = await mintWorkspace()
    const proof = (n: number) =>
      userToken(workspace, 'crm-4711', { n, traits: { name: 'Verified Vera', email: 'vera@acme.com' } })
    const phone = (await identify(workspace, { localId: newLocalId(), userToken: await proof(1) }, anyAddress())).body
    const laptopId = newLocalId()
    const laptop = (await identify(workspace, { localId: laptopId, traits: { name: 'Pretend Pia' } }, anyAddress()))
      .body
    await identify(workspace, { localId: laptopId, userToken: await proof(2) }, anyAddress())
    for (const search of ['crm-4711', '4711', 'vera', 'vera@acme.com', phone.visitorId, laptop.visitorId])
      expect((await peopleOf(workspace, { search })).body.items, search).toMatchObject([
        { id: phone.visitorId, name: 'Verified Vera' }
      ])
    // What was proven wins over what a page said, and every old address still leads to the person.
    for (const id of [phone.visitorId, laptop.visitorId]) {
      expect(await personOf(workspace, id)).toMatchObject({
        id: phone.visitorId,
        name: 'Verified Vera',
        verified: true
      })
      expect((await chainOf(workspace, id)).browsers).toHaveLength(2)
    }
    expect((await peopleOf(workspace, { known: 'verified' })).body.total).toBe(1)
  })

  test("where somebody came from is the first visit's source, and stays", async () => {
    const workspace = await mintWorkspace()
    const visitor = (await identify(workspace, { localId: newLocalId() }, anyAddress())).body
    await send(workspace, visitor, [page('/', { referrer: 'https://duckduckgo.com/', timestamp: Date.now() - 5000 })])
    await settled()
    await send(workspace, visitor, [page('/again', { referrer: 'https://news.ycombinator.com/item?id=1' })])
    expect(await personOf(workspace, visitor.visitorId)).toMatchObject({ firstSource: 'DuckDuckGo' })
    expect((await peopleOf(workspace, { source: 'DuckDuckGo' })).body.total).toBe(1)
    expect((await peopleOf(workspace, { source: 'Hacker News' })).body.total).toBe(0)
  })
})

test('a person came first from where their earliest visit came from, in whatever order history arrives', async () => {
  const workspace = await mintWorkspace()
  const { body } = await call<IdentifyAnswer>('POST', '/api/visitors/identify', {
    who: workspace.key,
    body: { agentId: workspace.agentId, localId: newLocalId() }
  })
  const from = (daysAgo: number, referrer: string) =>
    page('/', { timestamp: Date.now() - daysAgo * 86_400_000, referrer, sessionId: `ses_${hex(16)}` })
  await call('POST', `/api/visitors/${body.visitorId}/events`, {
    who: workspace.key,
    body: {
      agentId: workspace.agentId,
      events: [
        from(20, 'https://www.google.com/'),
        from(3, 'https://duckduckgo.com/'),
        from(9, 'https://www.bing.com/')
      ]
    }
  })
  await settled()
  const people = await call<PeoplePage>('GET', '/api/people', { who: workspace.key })
  expect(people.body.items).toMatchObject([{ firstSource: 'Google', visits: 3 }])
})
