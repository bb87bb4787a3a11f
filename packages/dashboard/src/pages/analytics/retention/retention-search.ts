import type { EventChoice, RetentionQuestion } from '@foyer/protocol'
import { choiceText, readChoice, word } from '../../../analytics/choice/choice-text.ts'

/** What the address of a retention report says beside its time and filters. */
export type RetentionSearch = {
  unit?: 'day' | 'month'
  /** What brings somebody into a cohort, and what counts as coming back; any event where nothing is said. */
  start?: string
  back?: string
  cohorts?: 'recurring'
  counting?: 'onOrAfter'
  periods?: string
  by?: string
  /** Cells say how many instead of how much of their cohort. */
  cells?: 'people'
  /** The people who are shown. */
  cohort?: string
  period?: string
  who?: 'returned' | 'lost'
}

const mostPeriods = 60
const mostLines = 7

/** An address may be typed or years old: what means nothing is left out instead of failing. */
export function readRetentionSearch(raw: Record<string, unknown>): RetentionSearch {
  return present({
    unit: oneOf(['day', 'month'], raw.unit),
    start: textOf(readChoice(raw.start)),
    back: textOf(readChoice(raw.back)),
    cohorts: raw.cohorts === 'recurring' ? 'recurring' : undefined,
    counting: raw.counting === 'onOrAfter' ? 'onOrAfter' : undefined,
    periods: isCount(raw.periods, 1) ? String(raw.periods) : undefined,
    by: word(raw.by),
    cells: raw.cells === 'people' ? 'people' : undefined,
    cohort: /^\d{4}-\d\d-\d\d$/.test(String(raw.cohort)) ? String(raw.cohort) : undefined,
    period: isCount(raw.period, 0) ? String(raw.period) : undefined,
    who: oneOf(['returned', 'lost'], raw.who)
  })
}

export const unitOf = ({ unit }: RetentionSearch) => unit ?? 'week'

export function retentionQuestion(search: RetentionSearch, base: RetentionQuestion): RetentionQuestion {
  return present({
    ...base,
    unit: unitOf(search),
    start: readChoice(search.start),
    return: readChoice(search.back),
    cohorts: search.cohorts ?? 'first',
    counting: search.counting ?? 'on',
    periods: search.periods === undefined ? undefined : Number(search.periods),
    breakdown: search.by,
    // With everybody there is a look for each line.
    limit: search.by === undefined ? undefined : mostLines
  })
}

const textOf = (choice: EventChoice | undefined) => (choice === undefined ? undefined : choiceText(choice))
const isCount = (value: unknown, least: number) =>
  /^\d{1,2}$/.test(String(value)) && Number(value) >= least && Number(value) <= mostPeriods

const oneOf = <const Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined =>
  choices.find(choice => choice === value)

const present = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
