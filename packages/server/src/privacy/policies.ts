import type { PrivacyPolicy } from '@foyer/protocol'
import type { ISql } from 'postgres'
import type { Places } from '../facts/index.ts'
import { defaultPolicy, type Rules, rulesOf } from './policy.ts'
import { type Whereabouts, whereaboutsOf } from './whereabouts.ts'

/** Every request asks. A change made by another process is seen this much later; one of our own, at once. */
export const keptMs = 2_000
const mostKept = 10_000

/** What may be stored of an address, by the rules of a workspace. */
export type WhereaboutsIn = (workspaceId: string) => Promise<(ip: string) => Whereabouts>

export type Policies = ReturnType<typeof createPolicies>

export function createPolicies(options: { sql: ISql; places: Places; clock: () => Date }) {
  const { sql, places, clock } = options
  const kept = new Map<string, { rules: Promise<Rules>; until: number }>()

  function rulesIn(workspaceId: string): Promise<Rules> {
    const now = clock().getTime()
    const entry = kept.get(workspaceId)
    if (entry && entry.until > now) return entry.rules
    const rules = readPolicy(sql, workspaceId).then(rulesOf)
    if (kept.size >= mostKept) kept.clear()
    kept.set(workspaceId, { rules, until: now + keptMs })
    rules.catch(() => kept.delete(workspaceId))
    return rules
  }

  return {
    rulesIn,
    whereaboutsIn: (async workspaceId => {
      const rules = await rulesIn(workspaceId)
      return ip => whereaboutsOf(rules, places, ip)
    }) satisfies WhereaboutsIn,
    forget: (workspaceId: string) => void kept.delete(workspaceId)
  }
}

export async function readPolicy(sql: ISql, workspaceId: string): Promise<PrivacyPolicy> {
  const [row] = await sql<{ policy: PrivacyPolicy | null }[]>`
    SELECT policy FROM privacy WHERE workspace_id = ${workspaceId}`
  return row?.policy ?? defaultPolicy
}
