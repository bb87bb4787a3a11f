import type { PrivacyPolicyShown } from '@foyer/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../test/start.ts'
import {
  call,
  enforcePrivacy,
  foyerUrl,
  type Minted,
  mintWorkspace,
  settled,
  turnClock,
  useServer
} from '../../test/workspace.ts'
import { everywhere, inEurope, obeys } from './testing/rules.ts'
import { goesAllWays, inAmerica, inBritain, inGermany, keptIn, placed, shownOf } from './testing/ways.ts'

const day = 86_400_000
let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer()
  useServer(server)
})
afterAll(() => server.stop())

const policyOf = async (workspace: Minted) =>
  (await call<PrivacyPolicyShown>('GET', '/api/privacy/policy', { who: workspace.key })).body

test('F14 address and place are forgotten after the days of their rule, everywhere, and in no other workspace', async () => {
  const [short, long, mixed] = [await mintWorkspace(), await mintWorkspace(), await mintWorkspace()]
  await obeys(short, everywhere({ forgetAfterDays: 30 }))
  await obeys(mixed, inEurope({ forgetAfterDays: 30 }, { forgetAfterDays: 90 }))
  const [britain, germany, america, far] = [inBritain(), inGermany(), inAmerica(), inBritain()]
  const inShort = await goesAllWays(short, britain)
  const inLong = await goesAllWays(long, far)
  await goesAllWays(mixed, germany)
  await goesAllWays(mixed, america)
  const everywhereIn = expect.arrayContaining(['conversations', 'events', 'visitors'])

  await turnClock(29 * day)
  await enforcePrivacy()
  for (const ip of [britain, germany, america, far]) expect(await keptIn(ip)).toEqual(everywhereIn)

  await turnClock(31 * day)
  await enforcePrivacy()
  expect(await keptIn(britain)).toEqual([])
  expect(await keptIn(germany)).toEqual([])
  expect(await keptIn(america)).toEqual(everywhereIn)
  expect(await keptIn(far)).toEqual(everywhereIn)
  for (const [what, place] of await shownOf(short, inShort)) expect(placed(place), what).toEqual({})
  for (const [what, place] of await shownOf(long, inLong)) expect(placed(place), what).toMatchObject({ ip: far })

  const { enforcedAt, forgotten } = await policyOf(short)
  expect(Math.abs(Date.parse(enforcedAt ?? '') - Date.now() - 31 * day)).toBeLessThan(60_000)
  expect(forgotten).toBeGreaterThan(8)
  expect(await policyOf(long)).toMatchObject({ enforcedAt, forgotten: 0 })
  const metrics = await (await fetch(`${foyerUrl()}/metrics`)).text()
  for (const what of ['visitors', 'visits', 'people', 'conversations', 'events'])
    expect(metrics).toMatch(new RegExp(`foyer_places_forgotten_total\\{what="${what}"\\} [1-9]`))
  expect(metrics).toMatch(
    /foyer_places_enforced_timestamp_seconds 1\.\d+e\+?9|foyer_places_enforced_timestamp_seconds \d{10}/
  )

  await turnClock(91 * day)
  // What was asked above is in the request log, by now.
  await settled()
  await enforcePrivacy()
  expect(await keptIn(america)).toEqual([])
  // What there is nothing more to forget of is not counted again.
  const before = (await policyOf(short)).forgotten
  await enforcePrivacy()
  expect((await policyOf(short)).forgotten).toBe(before)
})
