import { europeanCountries, type PrivacyApplies, type PrivacyPolicyShown } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { auditOf } from '../../test/team.ts'
import { call, type Minted, mintWorkspace } from '../../test/workspace.ts'
import { everywhere, inEurope, keepAll, obeys, setPolicy } from './testing/rules.ts'

const policyOf = async (workspace: Minted) =>
  (await call<PrivacyPolicyShown>('GET', '/api/privacy/policy', { who: workspace.key })).body
const wouldKeep = (workspace: Minted, ip: string) =>
  call<PrivacyApplies>('GET', `/api/privacy/applies?ip=${encodeURIComponent(ip)}`, { who: workspace.key })

test('F14 a workspace has a policy from the start, and each change stands in the trail with what was before', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  expect(await policyOf(workspace)).toMatchObject({ default: keepAll, regions: [], unknown: keepAll })
  const policy = inEurope({ ip: 'truncated', place: 'country', forgetAfterDays: 30 })
  await obeys(workspace, policy)
  expect(await policyOf(workspace)).toMatchObject({
    default: keepAll,
    regions: [{ name: 'Europe', countries: europeanCountries.toSorted(), ip: 'truncated' }],
    unknown: { ip: 'truncated', place: 'country', forgetAfterDays: 30 },
    changedBy: 'API key "Owner key"',
    changedAt: expect.any(String)
  })
  expect(await policyOf(other)).toMatchObject({ default: keepAll, regions: [] })
  const entries = (await auditOf(workspace)).filter(entry => entry.action === 'privacy.changed')
  expect(entries).toMatchObject([
    {
      actor: 'API key "Owner key"',
      detail: { before: { default: keepAll, regions: [] }, after: { regions: [{ name: 'Europe' }] } }
    }
  ])
  // The same again is no change.
  await obeys(workspace, policy)
  expect((await auditOf(workspace)).filter(entry => entry.action === 'privacy.changed')).toHaveLength(1)
})

test.each([
  ['an address of Europe', '81.2.69.142', { by: 'region', region: 'Europe', kept: { ip: '81.2.69.0', country: 'GB' } }],
  ['the same inside IPv6', '::ffff:81.2.69.142', { ip: '81.2.69.142', by: 'region', kept: { ip: '81.2.69.0' } }],
  ['one of IPv6', '2a02:8109:9a80::1', { by: 'region', kept: { ip: '2a02:8109:9a80::', country: 'DE' } }],
  ['one from elsewhere', '216.160.83.57', { by: 'default', kept: { ip: '216.160.83.57', country: 'US' } }],
  ['a private one', '192.168.1.7', { by: 'unknown', place: {}, kept: { ip: '192.168.1.0' } }]
])('F14 what would be kept is shown for %s, without storing anything', async (_what, ip, expected) => {
  const workspace = await mintWorkspace()
  await obeys(workspace, inEurope({ ip: 'truncated', place: 'country', forgetAfterDays: 30 }))
  const answer = await wouldKeep(workspace, ip)
  expect([answer.status, answer.body]).toMatchObject([200, expected])
})

test('P75 a policy or an address that makes no sense is refused with a sentence', async () => {
  const workspace = await mintWorkspace()
  const region = { ...keepAll, name: 'North', countries: ['NO'] }
  const wrong: [unknown, string][] = [
    [{}, 'default'],
    [{ ...everywhere({}), default: { ...keepAll, forgetAfterDays: 0 } }, 'default.forgetAfterDays'],
    [{ ...everywhere({}), default: { ...keepAll, forgetAfterDays: 3651 } }, 'default.forgetAfterDays'],
    [{ ...everywhere({}), default: { ...keepAll, forgetAfterDays: 1.5 } }, 'default.forgetAfterDays'],
    [{ ...everywhere({}), default: { ...keepAll, ip: 'some' } }, 'default.ip'],
    [{ ...everywhere({}), default: { ...keepAll, place: null } }, 'default.place'],
    [{ ...everywhere({}), regions: [{ ...region, countries: [] }] }, 'regions.0.countries'],
    [{ ...everywhere({}), regions: [{ ...region, countries: ['no'] }] }, 'regions.0.countries.0'],
    [{ ...everywhere({}), regions: [{ ...region, countries: ['QQ'] }] }, 'regions.0.countries'],
    [{ ...everywhere({}), regions: [region, { ...region, name: 'Nordics' }] }, 'regions.1.countries'],
    [{ ...everywhere({}), regions: [{ ...region, name: '  ' }] }, 'regions.0.name'],
    [{ ...everywhere({}), regions: Array.from({ length: 41 }, () => region) }, 'regions']
  ]
  for (const [body, field] of wrong) {
    const answer = await setPolicy(workspace, body)
    expect([answer.status, answer.body], JSON.stringify(body)).toMatchObject([
      422,
      { error: { code: 'invalid', field } }
    ])
  }
  expect(await policyOf(workspace)).toMatchObject({ default: keepAll, regions: [] })
  for (const ip of ['127.1', 'localhost', '81.2.69.142/24', '0x7f000001', '<script>'])
    expect((await wouldKeep(workspace, ip)).body, ip).toMatchObject({ error: { code: 'invalid', field: 'ip' } })
  const none = await call('GET', '/api/privacy/applies', { who: workspace.key })
  expect(none.status).toBe(422)
})

test('names of regions are only text', async () => {
  const workspace = await mintWorkspace()
  const name = '<img src=x onerror=alert(1)> \u202e'
  await obeys(workspace, { default: keepAll, regions: [{ ...keepAll, name, countries: ['GB'] }] })
  expect((await policyOf(workspace)).regions[0]?.name).toBe(name.trim())
})
