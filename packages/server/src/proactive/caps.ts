import type { ProactiveFrequency, ProactiveSettings } from '@foyer/protocol'

/** A message that one person was shown, on whichever of their devices. */
export type Shown = { rule: string; atMs: number; dismissedMs: number | null }

const dayMs = 86_400_000
/** A visit ends after this long without activity, and being shown a message is one. */
const visitMs = 30 * 60_000

/** Whether a rule may be shown once more, by its own frequency alone. `visitSinceMs`: since when the visit goes on. */
export function fitsFrequency(
  frequency: ProactiveFrequency,
  earlierMs: readonly number[],
  moment: { nowMs: number; visitSinceMs: number }
): boolean {
  const { nowMs, visitSinceMs } = moment
  if (frequency.kind === 'once') return earlierMs.length === 0
  // One that a later clock wrote counts as well, and so does one that began the visit.
  if (frequency.kind === 'visit') return !earlierMs.some(atMs => atMs >= visitSinceMs || atMs > nowMs - visitMs)
  return earlierMs.filter(atMs => atMs > nowMs - frequency.days * dayMs).length < frequency.times
}

/** Everything that limits how often: the rule's frequency, the cap of the day, and the quiet after one was closed. */
export function mayShow(
  rule: { id: string; frequency: ProactiveFrequency },
  settings: ProactiveSettings,
  past: readonly Shown[],
  moment: { nowMs: number; visitSinceMs: number }
): boolean {
  const { nowMs } = moment
  if (past.filter(shown => shown.atMs > nowMs - dayMs).length >= settings.perDay) return false
  const quietSinceMs = nowMs - settings.quietDays * dayMs
  if (past.some(shown => shown.dismissedMs !== null && shown.dismissedMs > quietSinceMs)) return false
  const own = past.filter(shown => shown.rule === rule.id).map(shown => shown.atMs)
  return fitsFrequency(rule.frequency, own, moment)
}
