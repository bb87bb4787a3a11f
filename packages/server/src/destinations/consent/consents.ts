import type { Sql } from 'postgres'
import { storableJson } from '../../identity/index.ts'
import { instants } from '../../stores/records/index.ts'
import { type Current, readConsent } from './consent.ts'
import { currentOf, type Kept, keptConsents } from './newest.ts'
import { releaseWithheld } from './release.ts'

/** What an event that is about to be stored says; `consent` is JSON, or empty where it says nothing. */
export type Told = { workspaceId: string; visitor: string; timeMs: number; consent: string }
type Word = { workspaceId: string; at: Date; consent: string }
type Remembered = Kept & { sinceMs: number }

/** Of this many visitors it is known what they said last, so that only a change costs a statement. */
const mostRemembered = 50_000
/** Another process may have heard something else meanwhile. */
const rememberedForMs = 60_000
/** A delivery that was being looked at while its visitor agreed was withheld just after what waits was let go. */
const againAfterMs = 3_000

export type CurrentConsents = Pick<ReadonlyMap<string, Current>, 'get'>

/** Keeps what each visitor said last, and lets go what was withheld once they agree. */
export function createConsents(deps: {
  sql: Sql
  clock: () => Date
  log: { warn(details: object, message: string): void }
}) {
  const { sql } = deps
  const nowMs = () => deps.clock().getTime()
  const remembered = new Map<string, Remembered>()
  const timers = new Set<NodeJS.Timeout>()

  const release = (visitors: string[]) => sql.begin(tx => releaseWithheld(tx, visitors, deps.clock()))

  const isKnown = (visitor: string, { consent }: Word) => {
    const known = remembered.get(visitor)
    return known?.consent === consent && known.sinceMs > nowMs() - rememberedForMs
  }

  /**
   * Resolves when it is on disk, which is before the event that says it is answered: whoever takes their consent back and is told so is
   * sent nowhere from then on.
   */
  async function note(events: readonly Told[]): Promise<void> {
    const words = newest(events, nowMs())
    for (const [visitor, word] of words) if (isKnown(visitor, word)) words.delete(visitor)
    if (words.size === 0) return
    // In one order everywhere, so that two requests do not wait for each other.
    const told = [...words].sort(([a], [b]) => (a < b ? -1 : 1))
    const changed = await sql<{ visitor: string }[]>`
      INSERT INTO visitor_consents AS c (visitor_id, workspace_id, at, consent)
      SELECT t.visitor, t.workspace, t.at, t.consent
      FROM unnest(${told.map(([visitor]) => visitor)}::uuid[], ${told.map(([, word]) => word.workspaceId)}::uuid[],
        ${instants(told.map(([, word]) => word.at))}::text[]::timestamptz[], ${told.map(([, word]) => word.consent)}::text[])
        AS t (visitor, workspace, at, consent)
        JOIN visitors v ON v.id = t.visitor AND v.workspace_id = t.workspace
      ON CONFLICT (visitor_id) DO UPDATE SET at = excluded.at, consent = excluded.consent
        WHERE c.at <= excluded.at AND c.consent <> excluded.consent
      RETURNING visitor_id AS visitor`
    for (const kept of await keptConsents(sql, [...words.keys()])) remember(kept)
    const visitors = changed.map(row => row.visitor)
    if (visitors.length === 0) return
    await release(visitors)
    const timer = setTimeout(() => {
      timers.delete(timer)
      release(visitors).catch(fault => deps.log.warn({ err: fault }, 'withheld deliveries were not looked at again'))
    }, againAfterMs)
    timers.add(timer)
  }

  function remember(kept: Kept): void {
    remembered.delete(kept.visitor)
    remembered.set(kept.visitor, { ...kept, sinceMs: nowMs() })
    if (remembered.size <= mostRemembered) return
    const [oldest] = remembered.keys()
    if (oldest !== undefined) remembered.delete(oldest)
  }

  return {
    note,
    /**
     * What these visitors say, also when they say something else after it was asked: what is claimed is sent a while later, and must not
     * leave when they have just taken it back.
     */
    async of(visitors: readonly string[]): Promise<CurrentConsents> {
      const stored = new Map((await keptConsents(sql, visitors)).map(kept => [kept.visitor, kept]))
      return {
        get(visitor) {
          const [kept, heard] = [stored.get(visitor), remembered.get(visitor)]
          const last = kept && heard ? (heard.at >= kept.at ? heard : kept) : (kept ?? heard)
          return last && currentOf(last)
        }
      }
    },
    async close() {
      for (const timer of timers) clearTimeout(timer)
    }
  }
}

/** Of several words of one visitor the last. A clock that goes ahead must not hold up what is said after it. */
function newest(events: readonly Told[], nowMs: number): Map<string, Word> {
  const words = new Map<string, Word>()
  for (const { workspaceId, visitor, timeMs, consent } of events) {
    if (consent === '') continue
    const at = new Date(Math.min(timeMs, nowMs))
    const known = words.get(visitor)
    if (known && known.at > at) continue
    const storable = storableJson(consent)
    if (readConsent(JSON.parse(storable)) !== null) words.set(visitor, { workspaceId, at, consent: storable })
  }
  return words
}
