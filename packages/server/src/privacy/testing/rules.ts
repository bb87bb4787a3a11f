import { europeanCountries, type PrivacyPolicy, type PrivacyPolicyShown, type PrivacyRule } from '@foyer/protocol'
import { expect } from 'vitest'
import { call, type Minted } from '../../../test/workspace.ts'

export const keepAll: PrivacyRule = { ip: 'full', place: 'city', forgetAfterDays: 365 }

/** The same for everybody. */
export const everywhere = (rule: Partial<PrivacyRule>): PrivacyPolicy => ({
  default: { ...keepAll, ...rule },
  regions: []
})
/** For the EU and EEA, the United Kingdom and Switzerland; the rest as `otherwise`. */
export const inEurope = (rule: Partial<PrivacyRule>, otherwise: Partial<PrivacyRule> = {}): PrivacyPolicy => ({
  default: { ...keepAll, ...otherwise },
  regions: [{ name: 'Europe', countries: europeanCountries, ...keepAll, ...rule }]
})

export const setPolicy = (workspace: Minted, policy: unknown, who = workspace.key) =>
  call<PrivacyPolicyShown>('PUT', '/api/privacy/policy', { who, body: policy })

export async function obeys(workspace: Minted, policy: PrivacyPolicy): Promise<void> {
  const answer = await setPolicy(workspace, policy)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
}
