import type { Event, PeoplePage, Segment, SegmentCount, SegmentRule, TrendAnswer } from '@foyer/protocol'
import { beforeAll, describe, expect, test } from 'vitest'
import { auditOf, chainOf, join, keyWith, peopleOf, unmerge } from '../../../test/team.ts'
import { identify, newLocalId, page, send, track, userToken, uuidV7 } from '../../../test/visitor.ts'
import { call, type Minted, mintWorkspace, settled } from '../../../test/workspace.ts'
import { fillGolden, type Golden } from '../testing/golden.ts'
import { visitors, type Who } from '../testing/golden-table.ts'

type Refusal = { error: { code: string; message: string; field?: string } }
const count = (workspace: Minted, rule: SegmentRule | Record<string, unknown>) =>
  call<SegmentCount & Refusal>('POST', '/api/segments/count', { who: workspace.key, body: { rule } })
const make = (workspace: Minted, name: string, rule: SegmentRule) =>
  call<Segment & Refusal>('POST', '/api/segments', { who: workspace.key, body: { name, rule } })
const saved = async (workspace: Minted, rule: SegmentRule) => {
  const made = await make(workspace, 'A segment', rule)
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return made.body.id
}
const order = 'Order Completed'

describe('the shop that can be counted by hand', () => {
  let golden: Golden
  beforeAll(async () => {
    golden = await fillGolden()
  })
  /** Names of the people a rule means, by the page of them. */
  async function namesOf(rule: SegmentRule): Promise<string[]> {
    const { workspace, ids } = golden
    const id = await saved(workspace, rule)
    const page = await call<PeoplePage>('GET', `/api/segments/${id}/people?limit=500`, { who: workspace.key })
    expect(page.status, JSON.stringify(page.body)).toBe(200)
    const counted = (await count(workspace, rule)).body
    expect([page.body.items.length, page.body.total]).toEqual([counted.people, counted.people])
    const named = new Map(Object.entries(ids).map(([who, visitor]) => [visitor, visitors[who as Who].person]))
    return page.body.items.map(person => named.get(person.id) ?? person.id).sort()
  }
  const everybody = [...new Set(Object.values(visitors).map(({ person }) => person))]
    .filter(who => who !== 'crawler')
    .sort()
  const buyers = ['anna', 'ben', 'clara', 'dan-work', 'emma', 'finn', 'hugo', 'lena']

  test('everybody is who did anything, once however many browsers they have, and no bot', async () => {
    expect(await namesOf({ filters: [] })).toEqual(everybody)
    expect((await count(golden.workspace, { filters: [] })).body).toMatchObject({ people: 16, of: 16 })
  })

  test.each<[string, SegmentRule['filters'], string[]]>([
    ['ordered', [{ did: { event: order } }], buyers],
    ['ordered twice or more', [{ did: { event: order }, times: { op: 'atLeast', count: 2 } }], ['anna']],
    [
      'ordered exactly once',
      [{ did: { event: order }, times: { op: 'exactly', count: 1 } }],
      buyers.filter(who => who !== 'anna')
    ],
    [
      'ordered once at most',
      [{ did: { event: order }, times: { op: 'atMost', count: 1 } }],
      everybody.filter(who => who !== 'anna')
    ],
    ['never ordered', [{ did: { event: order }, not: true }], everybody.filter(who => !buyers.includes(who))],
    [
      'ordered exactly nought times',
      [{ did: { event: order }, times: { op: 'exactly', count: 0 } }],
      everybody.filter(who => !buyers.includes(who))
    ],
    [
      'filled a cart and never ordered',
      [{ did: { event: 'Added to Cart' } }, { did: { event: order }, not: true }],
      ['dan-home', 'gina']
    ],
    [
      'ordered for 50 or more',
      [{ did: { event: order, where: [{ property: 'total', op: 'gte', value: 50 }] } }],
      ['anna', 'finn', 'lena']
    ],
    [
      'ordered or signed up',
      [{ any: [{ did: { event: order } }, { did: { event: 'Signed Up' } }] }],
      [...buyers, 'ida', 'jon'].sort()
    ],
    ['has talked', [{ did: { event: 'conversation' } }], ['anna', 'ben', 'clara']],
    [
      'has talked by the widget',
      [{ did: { event: 'started', where: [{ property: 'properties.source', value: 'widget' }] } }],
      ['anna', 'ben', 'clara']
    ],
    [
      'ordered and never talked',
      [{ did: { event: order } }, { did: { event: 'conversation' }, not: true }],
      ['dan-work', 'emma', 'finn', 'hugo', 'lena']
    ],
    ['was once in Germany', [{ property: 'country', value: 'DE' }], ['anna', 'clara']],
    ['came once by the newsletter', [{ property: 'campaign', value: 'autumn' }], ['anna', 'clara', 'nora']],
    [
      'never came by the newsletter and ordered',
      [{ property: 'campaign', op: 'isNot', value: 'autumn' }, { did: { event: order } }],
      ['ben', 'dan-work', 'emma', 'finn', 'hugo', 'lena']
    ],
    [
      'is not on Chrome, Safari or Firefox',
      [{ property: 'browser', op: 'isNot', value: ['Chrome', 'Safari', 'Firefox'] }],
      ['kim']
    ],
    [
      'was in the US on a phone or in Japan at all',
      [
        {
          any: [
            {
              all: [
                { property: 'country', value: 'US' },
                { property: 'device', value: 'mobile' }
              ]
            },
            { property: 'country', value: 'JP' }
          ]
        }
      ],
      ['hugo']
    ],
    ['has two browsers', [{ property: 'person.devices', op: 'gte', value: 2 }], ['clara']],
    ['is verified', [{ property: 'person.verified', value: 'true' }], ['clara', 'dan-home']],
    ['came first by Reddit', [{ property: 'person.firstSource', value: 'Reddit' }], ['dan-home', 'jon']]
  ])('%s', async (_what, filters, people) => {
    expect(await namesOf({ filters })).toEqual(people)
  })

  test('a segment narrows a report to what its people did, and its opposite to what everybody else did', async () => {
    const { workspace } = golden
    const talked = await saved(workspace, { filters: [{ did: { event: 'conversation' } }] })
    const trend = async (filters: unknown[]) => {
      const answer = await call<TrendAnswer>('POST', '/api/analytics/trend', {
        who: workspace.key,
        body: {
          from: '2026-09-28',
          to: '2026-11-22',
          unit: 'month',
          filters,
          series: [{ event: order }, { event: order, aggregate: 'sum', property: 'total' }]
        }
      })
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      return answer.body.lines.map(line => line.total)
    }
    expect(await trend([])).toEqual([9, 381.5])
    // anna 50 and 20.5, ben 30, clara 20.5.
    expect(await trend([{ segment: talked }])).toEqual([4, 121])
    expect(await trend([{ segment: talked, not: true }])).toEqual([5, 260.5])
    const outer = await saved(workspace, { filters: [{ segment: talked, not: true }, { did: { event: order } }] })
    expect(await trend([{ segment: outer }])).toEqual([5, 260.5])
    expect(await trend([{ any: [{ segment: outer }, { segment: talked }] }])).toEqual([9, 381.5])
  })

  test('the list of people is narrowed to a segment, with the other filters beside it', async () => {
    const { workspace } = golden
    const id = await saved(workspace, { filters: [{ did: { event: order } }] })
    expect((await peopleOf(workspace, { segment: id })).body.total).toBe(8)
    expect((await peopleOf(workspace, { segment: id, known: 'verified' })).body.total).toBe(1)
    const facets = await call<{ devices: { value: string; people: number }[] }>(
      'GET',
      `/api/people/facets?segment=${id}`,
      { who: workspace.key }
    )
    expect(facets.body.devices.reduce((sum, { people }) => sum + people, 0)).toBe(8)
    const first = (await peopleOf(workspace, { segment: id, limit: 5 })).body
    const next = (await peopleOf(workspace, { segment: id, limit: 5, cursor: first.nextCursor ?? '' })).body
    expect(new Set([...first.items, ...next.items].map(person => person.id)).size).toBe(8)
  })
})

test('what was proven on one browser stands before what another of the same person claimed later', async () => {
  const workspace = await mintWorkspace()
  const proof = (nonce: number, traits: Record<string, unknown>) => userToken(workspace, 'u_7', { nonce, traits })
  const phone = (await identify(workspace, { localId: newLocalId(), userToken: await proof(1, { plan: 'pro' }) })).body
  await send(workspace, phone, [page('/a')])
  const claims = { plan: 'free', team: 'red' }
  const laptop = (await identify(workspace, { localId: newLocalId(), traits: claims })).body
  await send(workspace, laptop, [page('/b')])
  await settled()
  await identify(workspace, { token: laptop.token, userToken: await proof(2, {}) })
  const having = async (key: string, value: string) =>
    (await count(workspace, { filters: [{ property: `traits.${key}`, value }] })).body.people
  expect([await having('plan', 'pro'), await having('plan', 'free'), await having('team', 'red')]).toEqual([1, 0, 1])
  // A trait that was looked up a moment ago is not looked up again, and the answer says how old it is.
  const asOf = async () => (await count(workspace, { filters: [{ property: 'traits.plan', value: 'pro' }] })).body.asOf
  expect(await asOf()).toBe(await asOf())
})

test('traits are of the person: proven before claimed, then the newest, over all their browsers, as joins stand now', async () => {
  const workspace = await mintWorkspace()
  const meet = async (traits?: Record<string, unknown>) => {
    const visitor = (await identify(workspace, { localId: newLocalId(), ...(traits && { context: { traits } }) })).body
    return visitor
  }
  const phone = await meet()
  const laptop = await meet()
  const other = await meet()
  const proof = (nonce: number, traits: Record<string, unknown>) => userToken(workspace, 'u_42', { nonce, traits })
  await send(workspace, phone, [page('/a'), track(order, { total: 10 })])
  await send(workspace, laptop, [page('/b'), track(order, { total: 20 })])
  await send(workspace, other, [
    page('/c'),
    track(order, { total: 40 }),
    { ...track('x'), type: 'identify', name: undefined, traits: { plan: 'free' }, properties: { plan: 'free' } }
  ])
  await identify(workspace, { token: phone.token, userToken: await proof(1, { plan: 'pro', seats: 12 }) })
  await settled()
  const sums = async (filters: unknown[], breakdown?: string) => {
    const today = new Date().toISOString().slice(0, 10)
    const answer = await call<TrendAnswer & Refusal>('POST', '/api/analytics/trend', {
      who: workspace.key,
      body: {
        from: today,
        to: today,
        unit: 'day',
        filters,
        breakdown,
        series: [{ event: order, aggregate: 'sum', property: 'total' }]
      }
    })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return answer.body.lines.map(({ value, total }) => (breakdown ? { [value ?? 'rest']: total } : total))
  }
  expect(await sums([{ property: 'traits.plan', value: 'pro' }])).toEqual([10])
  expect(await sums([{ property: 'traits.plan', op: 'isNot', value: 'pro' }])).toEqual([60])
  expect(await sums([{ property: 'traits.seats', op: 'gt', value: 10 }])).toEqual([10])
  expect(await sums([{ property: 'traits.nothing', op: 'isNotSet' }])).toEqual([70])
  expect(await sums([{ property: 'person.userId', op: 'isSet' }])).toEqual([10])

  // The laptop turns out to be the same person: what it did belongs to the plan, too.
  await identify(workspace, { token: laptop.token, userToken: await proof(2, { plan: 'pro', seats: 12 }) })
  expect(await sums([{ property: 'traits.plan', value: 'pro' }])).toEqual([30])
  expect((await count(workspace, { filters: [{ property: 'traits.plan', value: 'pro' }] })).body).toMatchObject({
    people: 1,
    of: 2
  })
  const [evidence] = (await chainOf(workspace, laptop.visitorId)).evidence
  await unmerge(workspace, laptop.visitorId, evidence?.id ?? '')
  expect(await sums([], 'traits.plan')).toEqual(expect.arrayContaining([{ pro: 10 }]))
  expect((await count(workspace, { filters: [{ did: { event: order } }] })).body).toMatchObject({ people: 3 })
})

test('a segment looks back over so many days, and can be a place in a funnel', async () => {
  const workspace = await mintWorkspace()
  const ago = (days: number, seconds = 0) => {
    const at = Date.now() - days * 86_400_000 + seconds * 1000
    return { id: uuidV7(at), timestamp: at }
  }
  const meet = async (...events: Event[]) => {
    const { body } = await identify(workspace, { localId: newLocalId() })
    const answer = await call<{ accepted: number }>('POST', `/api/visitors/${body.visitorId}/events`, {
      who: workspace.key,
      body: { agentId: workspace.agentId, events }
    })
    expect(answer.body.accepted, JSON.stringify(answer.body)).toBe(events.length)
    return body.visitorId
  }
  const cart = 'Added to Cart'
  const bought = await meet(track(cart, {}, ago(20)), track(order, {}, ago(20, 60)))
  const left = await meet(track(cart, {}, ago(20)))
  const early = await meet(track(order, {}, ago(20)), track(cart, {}, ago(20, 60)), page('/sale', ago(2)))
  await settled()
  const idsOf = async (rule: SegmentRule) => {
    const id = await saved(workspace, rule)
    const answer = await call<PeoplePage>('GET', `/api/segments/${id}/people`, { who: workspace.key })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return answer.body.items.map(person => person.id).sort()
  }
  const some = (...ids: string[]) => ids.sort()
  const did = { did: { event: order } }
  expect(await idsOf({ filters: [{ ...did, withinDays: 30 }] })).toEqual(some(bought, early))
  expect(await idsOf({ filters: [{ ...did, withinDays: 7 }] })).toEqual([])
  expect(await idsOf({ filters: [{ ...did, withinDays: 7, not: true }] })).toEqual(some(bought, left, early))
  expect(await idsOf({ filters: [did, { did: { event: 'page' }, withinDays: 7, not: true }] })).toEqual(some(bought))
  const onSale = { property: 'path', value: '/sale' }
  expect(await idsOf({ filters: [onSale], withinDays: 7 })).toEqual([early])
  expect(await idsOf({ filters: [onSale], withinDays: 1 })).toEqual([])

  const position = { funnel: { steps: [{ event: cart }, { event: order }] }, days: 30, step: 2 }
  expect(await idsOf({ filters: [], position: { ...position, who: 'reached' } })).toEqual([bought])
  expect(await idsOf({ filters: [], position: { ...position, who: 'lost' } })).toEqual(some(left, early))
  const lostAfterSale: SegmentRule = { filters: [onSale], position: { ...position, who: 'lost' } }
  expect(await idsOf(lostAfterSale)).toEqual([early])
  expect(await idsOf({ filters: [], position: { ...position, days: 7, who: 'lost' } })).toEqual([])
  const beyond = await count(workspace, { filters: [], position: { ...position, step: 3, who: 'lost' } })
  expect([beyond.status, beyond.body.error.field]).toEqual([422, 'rule.position.step'])
})

test('a segment is kept, changed and deleted by who may write, and every change is in the audit log', async () => {
  const workspace = await mintWorkspace()
  const made = await make(workspace, '  Buyers  ', { filters: [{ did: { event: order } }] })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  expect(made.body).toMatchObject({ name: 'Buyers', usedBy: [] })
  const { id } = made.body
  const viewer = await join(workspace, 'viewer')
  const agent = await join(workspace, 'agent')
  const as = (cookie: string) => ({ headers: { cookie, 'x-foyer': '1' } })
  const path = `/api/segments/${id}`
  expect((await call('PATCH', path, { ...as(viewer.cookie), body: { name: 'Mine' } })).status).toBe(403)
  expect((await call('GET', path, as(viewer.cookie))).status).toBe(200)
  expect((await call('PATCH', path, { ...as(agent.cookie), body: { name: 'Customers' } })).body).toMatchObject({
    name: 'Customers'
  })

  const outer = await make(workspace, 'Not buyers', { filters: [{ segment: id, not: true }] })
  const inUse = await call<Refusal>('DELETE', path, { who: workspace.key })
  expect([inUse.status, inUse.body.error.message]).toEqual([
    409,
    'It is used by the segment “Not buyers”. Take it out there first.'
  ])
  const list = await call<{ items: Segment[] }>('GET', '/api/segments', { who: workspace.key })
  expect(list.body.items.map(({ name, usedBy }) => [name, usedBy?.map(use => use.name)])).toEqual([
    ['Customers', ['Not buyers']],
    ['Not buyers', []]
  ])
  expect((await call('DELETE', `/api/segments/${outer.body.id}`, { who: workspace.key })).status).toBe(204)
  expect((await call('DELETE', path, { who: workspace.key })).status).toBe(204)
  expect((await call('GET', path, { who: workspace.key })).status).toBe(404)
  const actions = (await auditOf(workspace)).map(entry => entry.action).filter(action => action.startsWith('segment.'))
  expect(actions).toEqual([
    'segment.deleted',
    'segment.deleted',
    'segment.created',
    'segment.changed',
    'segment.created'
  ])
  // Whoever still names it is told.
  const stale = await count(workspace, { filters: [{ segment: id }] })
  expect([stale.status, stale.body.error.field]).toEqual([422, 'rule.filters'])
})

test('a segment is never made of itself, and segments lie only so deep in each other', async () => {
  const workspace = await mintWorkspace()
  const of = (segment: string): SegmentRule => ({ filters: [{ segment }] })
  const first = await saved(workspace, { filters: [{ did: { event: order } }] })
  const second = await saved(workspace, of(first))
  const change = (id: string, rule: SegmentRule) =>
    call<Refusal>('PATCH', `/api/segments/${id}`, { who: workspace.key, body: { rule } })
  for (const rule of [
    of(first),
    of(second),
    { filters: [{ any: [{ all: [{ segment: second, not: true }] }] }] } as SegmentRule
  ]) {
    const refused = await change(first, rule)
    expect([refused.status, refused.body.error.field], JSON.stringify(refused.body)).toEqual([422, 'rule.filters'])
    const counted = await call<Refusal>('POST', '/api/segments/count', {
      who: workspace.key,
      body: { rule, id: first }
    })
    expect(counted.status).toBe(422)
  }
  let last = second
  const answers: number[] = []
  for (let depth = 0; depth < 5; depth += 1) {
    const made = await make(workspace, `Depth ${depth}`, of(last))
    answers.push(made.status)
    last = made.body.id ?? last
  }
  // Four of them in one another, and no fifth.
  expect(answers).toEqual([201, 201, 422, 422, 422])
  // Two who change at once cannot close a circle together.
  const [one, other] = await Promise.all([saved(workspace, { filters: [] }), saved(workspace, { filters: [] })])
  const both = await Promise.all([change(one, of(other)), change(other, of(one))])
  expect(both.map(answer => answer.status).sort()).toEqual([200, 422])
})

test('what no rule can mean is refused with its place, and what is hostile is only a value', async () => {
  const workspace = await mintWorkspace()
  await send(workspace, (await identify(workspace, { localId: newLocalId() })).body, [page('/')])
  const refused: [SegmentRule | Record<string, unknown>, string][] = [
    [{}, 'rule.filters'],
    [{ filters: [{ property: 'person.salary', value: 1 }] }, 'rule.filters.0.property'],
    [{ filters: [{ property: 'traits.age', op: 'gt', value: 'old' }] }, 'rule.filters.0.value'],
    [{ filters: [{ any: [{ property: 'city', op: 'matches', value: '(' }] }] }, 'rule.filters.0.any.0.value'],
    [{ filters: [{ did: { event: 'x' }, times: { op: 'atLeast', count: 0 } }] }, 'rule.filters.0.times.count'],
    [
      { filters: [{ did: { event: 'x', where: [{ property: 'a', op: 'lt', value: 'b' }] } }] },
      'rule.filters.0.did.where.0.value'
    ],
    [{ filters: [{ segment: `seg_${'0'.repeat(32)}` }] }, 'rule.filters'],
    [{ filters: [], withinDays: 0 }, 'rule.withinDays']
  ]
  for (const [rule, field] of refused)
    for (const answer of [await count(workspace, rule), await make(workspace, 'x', rule as SegmentRule)])
      expect([answer.status, answer.body.error?.field], JSON.stringify(answer.body)).toEqual([422, field])
  for (const text of [`' OR 1=1 --`, '\\', '{v0:String}', '\0', '\ud800', `'); DROP TABLE events; --`, '%_', '日本']) {
    const rule: SegmentRule = {
      filters: [
        { property: `traits.${text}`, value: text },
        { did: { event: text, where: [{ property: `properties.${text.replaceAll('.', '')}`, value: text }] } }
      ]
    }
    const counted = await count(workspace, rule)
    expect([counted.status, counted.body.people], JSON.stringify(counted.body)).toEqual([200, 0])
    const made = await make(workspace, text, rule)
    expect([201, 422], JSON.stringify(made.body)).toContain(made.status)
  }
})

test('nobody of another workspace is counted, named or found', async () => {
  const [mine, theirs] = [await mintWorkspace(), await mintWorkspace()]
  await send(theirs, (await identify(theirs, { localId: newLocalId() })).body, [track(order)])
  const secret = await saved(theirs, { filters: [{ did: { event: order } }] })
  expect((await count(mine, { filters: [{ did: { event: order } }] })).body).toMatchObject({ people: 0, of: 0 })
  expect((await count(mine, { filters: [{ segment: secret }] })).status).toBe(422)
  expect((await peopleOf(mine, { segment: secret })).status).toBe(404)
  const trend = await call<Refusal>('POST', '/api/analytics/trend', {
    who: mine.key,
    body: { from: '2026-11-01', to: '2026-11-02', series: [{ event: 'page' }], filters: [{ segment: secret }] }
  })
  expect([trend.status, trend.body.error.field]).toEqual([422, 'filters.0.segment'])
  // A key that may ask for figures and not for people hears a number alone.
  const { key } = await keyWith(theirs, 'analytics:read')
  const counted = await call<SegmentCount>('POST', '/api/segments/count', { who: key, body: { rule: { filters: [] } } })
  expect(counted.body).toEqual({ people: 1, of: 1, asOf: expect.any(String) })
  expect((await call('GET', `/api/segments/${secret}/people`, { who: key })).status).toBe(403)
})
