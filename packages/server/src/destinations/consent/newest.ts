import type { ISql } from 'postgres'
import { type Current, readConsent } from './consent.ts'

/** What a visitor said last, as it is kept. */
export type Kept = { visitor: string; at: Date; consent: string }

/** Nothing of those who never said anything. */
export const keptConsents = async (sql: ISql, visitors: readonly string[]): Promise<Kept[]> =>
  visitors.length === 0
    ? []
    : sql<Kept[]>`
        SELECT visitor_id AS visitor, at, consent FROM visitor_consents
        WHERE visitor_id = ANY(${[...new Set(visitors)]}::uuid[])`

/** What visitors say now, as far as they ever said anything. */
export const currentConsents = async (sql: ISql, visitors: readonly string[]): Promise<Map<string, Current>> =>
  new Map(
    (await keptConsents(sql, visitors)).flatMap(kept => {
      const current = currentOf(kept)
      return current ? [[kept.visitor, current] as const] : []
    })
  )

export function currentOf({ at, consent }: Kept): Current | undefined {
  const said = readConsent(JSON.parse(consent))
  return said ? { ...said, atMs: at.getTime() } : undefined
}
