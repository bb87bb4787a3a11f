import type { Evidence, IdentityChain } from '@foyer/protocol'
import { plainText } from '../../words/people.ts'

type Browser = IdentityChain['browsers'][number]
export type Reason = { said: string; key: string }

/** Why two browsers are taken for one person, in words. */
export const reasonOf = ({ kind, key }: Pick<Evidence, 'kind' | 'key'>): Reason =>
  kind === 'user'
    ? { said: 'both signed in as', key: plainText(key) }
    : { said: 'same device print', key: plainText(key) }

/** "Safari on iOS"; where two of theirs are called the same, the first digits of the id tell them apart. */
export function browserLabel(browsers: readonly Browser[], visitorId: string): string {
  const browser = browsers.find(candidate => candidate.visitorId === visitorId)
  if (!browser) return 'Another browser'
  const name = plainName(browser)
  const isAlone = browsers.filter(candidate => plainName(candidate) === name).length === 1
  return isAlone ? name : `${name} (${visitorId.replace('vis_', '').slice(0, 4)})`
}

const plainName = ({ browser, os, device }: Browser) =>
  [browser, os].filter(Boolean).join(' on ') || device || 'Unknown browser'

/** What undoing will do, before it is done. */
export function consequencesOf(evidence: Evidence, browsers: readonly Browser[]): string[] {
  const from = browserLabel(browsers, evidence.from)
  return [
    `${from} becomes a person of its own, with its visits, its events and what was said in it.`,
    'Both timelines and all counts follow at once. Nothing is deleted.',
    evidence.kind === 'fingerprint'
      ? 'This device print is not believed again: it will recognise nobody.'
      : `If ${plainText(evidence.key)} signs in in that browser again, it starts a person of its own instead of joining this one.`
  ]
}
