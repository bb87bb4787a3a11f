import { isObject } from '@foyer/protocol'

/** What somebody had said when an event happened, or says now. */
export type Said = {
  /** Names in lower case. */
  categories: ReadonlyMap<string, boolean>
  /** They opted out, or their browser asks not to be followed (Global Privacy Control). */
  refused: 'opted_out' | 'gpc' | null
}
/** The visitor's own newest word, and when it was said. */
export type Current = Said & { atMs: number }
export type ConsentRule = { consentCategories: readonly string[]; whenConsentUnknown: 'send' | 'withhold' }

export type ConsentAnswer =
  | { may: true }
  | { may: false; reason: 'opted_out' | 'gpc' | 'no_consent' | 'consent_unknown' | 'consent_withdrawn'; advice: string }

/**
 * What an event says of consent: `{marketing: true}`, or Segment's `{categoryPreferences: {"Advertising": true}}`. Nothing where it says
 * nothing; an empty object says no to everything, as Segment has it. `gpc` and `optOut` beside the categories are refusals.
 */
export function readConsent(given: unknown): Said | null {
  if (!isObject(given)) return null
  const { categoryPreferences, gpc, optOut, ...own } = given
  const refused = optOut === true ? 'opted_out' : gpc === true ? 'gpc' : null
  const isSegments = isObject(categoryPreferences)
  const named = isSegments ? categoryPreferences : own
  const categories = new Map<string, boolean>()
  for (const [name, value] of Object.entries(named))
    if (typeof value === 'boolean') categories.set(nameOf(name), value && categories.get(nameOf(name)) !== false)
  // Only a refusal, or its absence, was told: of the categories nothing was said.
  const isSilent = !isSegments && Object.keys(own).length === 0 && Object.keys(given).length > 0
  return isSilent && refused === null ? null : { categories, refused }
}

const nameOf = (category: string) => category.trim().toLowerCase()

/**
 * Whether an event may go to a destination now: all of its categories must have been agreed to when it happened, and still be. Whoever
 * agrees later agrees to what waits as well; whoever takes it back takes back what waits.
 */
export function mayBeSent(
  rule: ConsentRule,
  event: { said: Said | null; timeMs: number },
  current: Current | null
): ConsentAnswer {
  const then = current !== null && current.atMs > event.timeMs ? current : event.said
  const refused = current?.refused ?? then?.refused
  if (refused) return { may: false, reason: refused, advice: refusals[refused] }
  if (rule.consentCategories.length === 0) return { may: true }
  if (current === null && event.said === null)
    return rule.whenConsentUnknown === 'send'
      ? { may: true }
      : {
          may: false,
          reason: 'consent_unknown',
          advice: 'The event does not say what the visitor agreed to. It is sent once they have agreed.'
        }
  const missingNow = current && missingOf(rule, current)
  if (missingNow && event.said && !missingOf(rule, event.said))
    return {
      may: false,
      reason: 'consent_withdrawn',
      advice: `The visitor has taken back their consent to ${missingNow}. It is sent if they agree again in time.`
    }
  const missing = missingNow ?? (then && missingOf(rule, then))
  if (!missing) return { may: true }
  return {
    may: false,
    reason: 'no_consent',
    advice: `The visitor has not agreed to ${missing}. It is sent if they agree in time.`
  }
}

const refusals = {
  opted_out: 'The visitor has opted out of tracking. Nothing about them is sent.',
  gpc: 'The visitor’s browser asks not to pass on anything about them (Global Privacy Control). Nothing is sent while it does.'
} as const

const missingOf = (rule: ConsentRule, said: Said): string | undefined =>
  rule.consentCategories.find(category => said.categories.get(nameOf(category)) !== true)
