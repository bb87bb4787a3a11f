import type { PrivacyPolicy } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { chrome, london, newLocalId, page, uuidV7 } from '../../test/visitor.ts'
import { call, mintWorkspace, placesOf, settled } from '../../test/workspace.ts'
import { guest } from '../conversations/testing/talking.ts'
import { everywhere, inEurope, obeys } from './testing/rules.ts'
import {
  browse,
  goesAllWays,
  inAmerica,
  inBritain,
  inGermany,
  type Placed,
  personOf,
  placed,
  shownOf,
  truncated
} from './testing/ways.ts'

const rows: [string, () => string, PrivacyPolicy, (ip: string) => Placed][] = [
  [
    'kept whole, with its city',
    () => london,
    everywhere({}),
    ip => ({ ip, country: 'GB', region: 'England', city: 'Bracknell', timezone: 'Europe/London' })
  ],
  [
    'truncated, with its country',
    inBritain,
    inEurope({ ip: 'truncated', place: 'country' }),
    ip => ({ ip: truncated(ip), country: 'GB', timezone: 'Europe/London' })
  ],
  [
    'of IPv6 truncated, with its country',
    inGermany,
    inEurope({ ip: 'truncated', place: 'country' }),
    ip => ({ ip: truncated(ip), country: 'DE', timezone: 'Europe/Berlin' })
  ],
  [
    'never stored, with its country and region',
    inBritain,
    inEurope({ ip: 'never', place: 'region' }),
    () => ({ country: 'GB', region: 'England', timezone: 'Europe/London' })
  ],
  ['never stored, with no place at all', inBritain, inEurope({ ip: 'never', place: 'none' }), () => ({})],
  [
    'outside of Europe kept whole, where Europe’s is not',
    inAmerica,
    inEurope({ ip: 'never', place: 'none' }),
    ip => ({ ip, country: 'US' })
  ]
]

test.each(rows)(
  'F14 an address is %s: on every way in, in everything that is shown',
  async (_what, anAddress, policy, expected) => {
    const workspace = await mintWorkspace()
    await obeys(workspace, policy)
    const ip = anAddress()
    const went = await goesAllWays(workspace, ip)
    const shown = await shownOf(workspace, went)
    const want = expected(ip)
    for (const [what, place] of shown) {
      if (want.country === 'US') expect(placed(place), what).toMatchObject(want)
      else expect(placed(place), what).toEqual(placed(want))
    }
    expect(shown.length).toBeGreaterThan(10)
  }
)

test('F14 an address that is not to be stored stands in no table, no event and no line of the log', async () => {
  const workspace = await mintWorkspace()
  const [open, europe] = [inAmerica(), inBritain()]
  const kept = await mintWorkspace()
  await goesAllWays(kept, open)
  // The sweep sees what is there.
  expect(await placesOf(open)).toEqual(expect.arrayContaining(['conversations', 'events', 'visitors']))
  for (const rule of ['truncated', 'never'] as const) {
    const ip = rule === 'never' ? inGermany() : europe
    await obeys(workspace, inEurope({ ip: rule, place: 'none' }))
    const { visitor, conversationId } = await goesAllWays(workspace, ip)
    // Refused, malformed and repeated requests tell no more.
    const from = { 'x-forwarded-for': ip, 'user-agent': chrome }
    await call('POST', '/api/visitors/identify', { raw: '{"agentId":', headers: from })
    await call('POST', `/api/visitors/${visitor.visitorId}/events`, { who: 'vt_nothing', body: {}, headers: from })
    await call('POST', `/api/conversations/${conversationId}/messages`, {
      who: visitor.token,
      body: { text: 5 },
      headers: from
    })
    await call('POST', '/api/session', {
      body: { email: 'nobody@example.com', password: 'wrong password' },
      headers: from
    })
    await call('GET', `/api/privacy/applies?ip=${ip}`, { who: workspace.key })
    await settled()
    expect(await placesOf(ip), rule).toEqual([])
  }
})

test('F14 who comes to another region is shown there, and nothing of where they were before', async () => {
  const workspace = await mintWorkspace()
  await obeys(workspace, inEurope({ ip: 'never', place: 'country' }))
  const localId = newLocalId()
  const home = await guest(workspace, { localId }, inAmerica())
  await browse(workspace, home)
  await settled()
  expect((await personOf(workspace, home.visitorId)).country).toBe('US')
  const away = await guest(workspace, { localId }, inBritain())
  await browse(workspace, away)
  await settled()
  const person = await personOf(workspace, home.visitorId)
  expect(placed(person)).toEqual({ country: 'GB', timezone: 'Europe/London' })
  expect(person.places).toMatchObject([{ country: 'GB', timezone: 'Europe/London' }])
})

test('F2 a visitor whose address cannot be placed has no place, whatever was known before, and everything works', async () => {
  const workspace = await mintWorkspace()
  const localId = newLocalId()
  await browse(workspace, await guest(workspace, { localId }, london))
  await settled()
  const lan = await guest(workspace, { localId }, '10.20.30.40')
  await browse(workspace, lan, '/from-the-lan')
  await settled()
  expect(placed(await personOf(workspace, lan.visitorId))).toEqual({ ip: '10.20.30.40' })
})

test('a server that tells what happened long ago, or from nowhere, does not move anybody', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace, {}, london)
  await browse(workspace, visitor)
  await settled()
  const before = placed(await personOf(workspace, visitor.visitorId))
  const tell = (event: object) =>
    call('POST', `/api/visitors/${visitor.visitorId}/events`, {
      who: workspace.key,
      body: { agentId: workspace.agentId, events: [event] }
    })
  const lastYear = Date.now() - 200 * 86_400_000
  await tell({
    ...page('/then'),
    id: uuidV7(lastYear),
    timestamp: lastYear,
    context: { ip: inAmerica(), userAgent: chrome }
  })
  await tell(page('/now'))
  await settled()
  expect(placed(await personOf(workspace, visitor.visitorId))).toEqual(before)
})
