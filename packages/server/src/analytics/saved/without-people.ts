import type { ReportKind } from '@foyer/protocol'
import type { Asked } from './kinds.ts'

/** Of a breakdown or dimension: what names one visitor, or what the team knows of one. */
const naming = /^(visitor|visit|(traits?|person)\..+)$/

/** Such a report is a list of people, whatever its figures are. */
export const listsPeople = (question: Asked): boolean =>
  typeof question.breakdown === 'string' && naming.test(question.breakdown)

const hidden = '(hidden)'
const personal = [
  /[^\s@]+@[^\s@]+\.[^\s@]+/,
  /\b(vis|ses|cnv|mem|msg)_[0-9a-f]{32}\b/,
  /(?<![\d.])(\d{1,3}\.){3}\d{1,3}(?![\d.])/,
  // Three groups at least: 12:30 is a time of day.
  /(?<![\w:])([0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b|(?<![\w:])([0-9a-f]{1,4})?(:[0-9a-f]{1,4})*::([0-9a-f]{1,4})?/i
]
/** What an answer says of its own time, and nothing else, has colons in it. */
const instant = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/

/**
 * An answer as somebody outside the team sees it: figures, and the words they are counted by. Who answered and what was asked is left
 * out; an address, an e-mail address or an id that a page or property brought along is not shown.
 */
export function withoutPeople(kind: ReportKind, answer: Record<string, unknown>): Record<string, unknown> {
  const shown = masked(answer)
  if (kind === 'conversations') return { ...shown, byMember: [], unansweredQuestions: [] }
  return kind === 'requests' ? { ...shown, addresses: [] } : shown
}

export function masked<Value>(value: Value): Value {
  return maskedIn(value) as Value
}

function maskedIn(value: unknown): unknown {
  if (typeof value === 'string')
    return !instant.test(value) && personal.some(pattern => pattern.test(value)) ? hidden : value
  if (Array.isArray(value)) return value.map(maskedIn)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, maskedIn(one)]))
  return value
}
