import type { PrivacyApply } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { auditOf, keyWith } from '../../test/team.ts'
import { call, type Minted, mintWorkspace } from '../../test/workspace.ts'
import { everywhere, inEurope, obeys } from './testing/rules.ts'
import { goesAllWays, inAmerica, inBritain, inGermany, keptIn, placed, shownOf, truncated } from './testing/ways.ts'

const applyOf = async (workspace: Minted) =>
  (await call<PrivacyApply>('GET', '/api/privacy/apply', { who: workspace.key })).body
const apply = (workspace: Minted) => call<PrivacyApply>('POST', '/api/privacy/apply', { who: workspace.key })

async function applied(workspace: Minted): Promise<PrivacyApply> {
  await expect.poll(async () => (await applyOf(workspace)).state, { timeout: 30_000, interval: 100 }).toBe('done')
  return applyOf(workspace)
}

test('F14 a stricter policy is applied to what is stored when the team says so, and not before', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  const [britain, germany, america, elsewhere] = [inBritain(), inGermany(), inAmerica(), inBritain()]
  const [inLondon, inBerlin, inBoston] = [
    await goesAllWays(workspace, britain),
    await goesAllWays(workspace, germany),
    await goesAllWays(workspace, america)
  ]
  const inOther = await goesAllWays(other, elsewhere)
  await obeys(workspace, inEurope({ ip: 'truncated', place: 'country' }))
  for (const [what, place] of await shownOf(workspace, inLondon))
    expect(placed(place), what).toMatchObject({ ip: britain })
  expect(await applyOf(workspace)).toEqual({ state: 'never', done: 0, total: 0, changed: 0 })

  const asked = await apply(workspace)
  expect([asked.status, asked.body]).toMatchObject([202, { state: 'running', askedBy: 'API key "Owner key"' }])
  const twice = await apply(workspace)
  expect([twice.status, twice.body]).toMatchObject([409, { error: { code: 'conflict' } }])
  const done = await applied(workspace)
  expect(done.total).toBeGreaterThan(20)
  expect(done).toMatchObject({ done: done.total, finishedAt: expect.any(String) })
  expect(done.changed).toBeGreaterThan(10)

  const expected = [
    [inLondon, { ip: truncated(britain), country: 'GB', timezone: 'Europe/London' }],
    [inBerlin, { ip: truncated(germany), country: 'DE', timezone: 'Europe/Berlin' }]
  ] as const
  for (const [went, want] of expected)
    for (const [what, place] of await shownOf(workspace, went)) expect(placed(place), what).toEqual(placed(want))
  for (const ip of [britain, germany]) expect(await keptIn(ip)).toEqual([])
  for (const [what, place] of await shownOf(workspace, inBoston))
    expect(placed(place), what).toMatchObject({ ip: america })
  for (const [what, place] of await shownOf(other, inOther))
    expect(placed(place), what).toMatchObject({ ip: elsewhere, country: 'GB' })
  expect((await auditOf(workspace)).map(entry => entry.action)).toEqual(
    expect.arrayContaining(['privacy.changed', 'privacy.applied'])
  )

  // Looser again: what is gone is gone, and doing it once more changes nothing.
  await obeys(workspace, everywhere({}))
  await apply(workspace)
  expect(await applied(workspace)).toMatchObject({ changed: 0 })
  for (const [what, place] of await shownOf(workspace, inLondon))
    expect(placed(place), what).toEqual(placed(expected[0][1]))
})

test('F14 what a new rule would have forgotten by now is forgotten with the apply', async () => {
  const workspace = await mintWorkspace()
  const { visitor } = await goesAllWays(workspace, inBritain())
  const longAgo = Date.now() - 100 * 86_400_000
  await call('POST', `/api/visitors/${visitor.visitorId}/events`, {
    who: workspace.key,
    body: {
      agentId: workspace.agentId,
      events: [
        {
          id: 'long ago',
          type: 'page',
          timestamp: longAgo,
          url: 'https://a.example/',
          context: { ip: '216.160.83.57' }
        }
      ]
    }
  })
  await obeys(workspace, everywhere({ forgetAfterDays: 90 }))
  await apply(workspace)
  await applied(workspace)
  const timeline = async () =>
    (
      await call<{ items: { path: string; country?: string }[] }>('GET', `/api/people/${visitor.visitorId}/timeline`, {
        who: workspace.key
      })
    ).body.items
  await expect
    .poll(async () => (await timeline()).map(({ path, country }) => [path, country]), { timeout: 15_000 })
    .toEqual(expect.arrayContaining([['/', undefined]]))
  expect((await timeline()).filter(item => item.country === 'GB').length).toBeGreaterThan(1)
})

test('only who may change the workspace may change what is kept, or apply it', async () => {
  const workspace = await mintWorkspace()
  const reader = await keyWith(workspace, 'workspace:read')
  for (const [method, path, body] of [
    ['PUT', '/api/privacy/policy', everywhere({})],
    ['POST', '/api/privacy/apply', undefined]
  ] as const) {
    expect((await call(method, path, { who: reader.key, ...(body ? { body } : {}) })).status).toBe(403)
    expect((await call(method, path, body ? { body } : {})).status).toBe(401)
  }
  expect((await call('GET', '/api/privacy/policy', { who: reader.key })).status).toBe(200)
})
