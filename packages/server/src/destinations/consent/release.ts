import type { ISql } from 'postgres'
import { type ConsentRule, mayBeSent, readConsent } from './consent.ts'
import { currentOf, keptConsents } from './newest.ts'

type Row = ConsentRule & { id: string; destination: string; visitor: string; event: string }

/** More of one moment than that is no person. */
const mostAtOnce = 5_000

/**
 * Puts what was withheld of these visitors back on its way, as far as they agree now and it is not too old. It keeps its place: what was
 * behind it and waits goes after it. Answers whose destinations have something to do.
 */
export async function releaseWithheld(tx: ISql, visitors: readonly string[], now: Date): Promise<string[]> {
  const rows = await tx<Row[]>`
    SELECT d.id, d.destination_id AS destination, d.visitor_id AS visitor, d.event,
      t.consent_categories AS "consentCategories", t.when_consent_unknown AS "whenConsentUnknown"
    FROM deliveries d JOIN destinations t ON t.id = d.destination_id
    WHERE d.visitor_id = ANY(${[...visitors]}::uuid[]) AND d.state = 'withheld' AND d.expires_at > ${now}
    ORDER BY d.place LIMIT ${mostAtOnce}`
  if (rows.length === 0) return []
  const kept = await keptConsents(
    tx,
    rows.map(row => row.visitor)
  )
  const consents = new Map(kept.map(one => [one.visitor, currentOf(one) ?? null]))
  const may = rows.filter(row => {
    const event = JSON.parse(row.event) as { timeMs: number; context: { consent?: unknown } }
    const said = readConsent(event.context.consent)
    return mayBeSent(row, { said, timeMs: event.timeMs }, consents.get(row.visitor) ?? null).may
  })
  if (may.length === 0) return []
  const reopened = await tx<{ destination: string }[]>`
    WITH back AS (
      UPDATE deliveries SET state = 'waiting', reason = '', advice = '', finished_at = NULL, next_at = ${now}
      WHERE id = ANY(${may.map(row => row.id)}::uuid[]) AND state = 'withheld'
      RETURNING destination_id, lane)
    INSERT INTO delivery_lanes AS l (destination_id, lane, due_at, queued, used_at)
    SELECT destination_id, lane, ${now}, count(*), ${now} FROM back GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (destination_id, lane) DO UPDATE SET
      due_at = coalesce(l.due_at, excluded.due_at), queued = l.queued + excluded.queued, used_at = excluded.used_at
    RETURNING destination_id AS destination`
  return [...new Set(reopened.map(row => row.destination))]
}
