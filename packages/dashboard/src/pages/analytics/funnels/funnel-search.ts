import type { FunnelQuestion, FunnelStep } from '@foyer/protocol'
import { isObject } from '@foyer/protocol/plain'
import {
  choiceOf,
  choiceText,
  listText,
  parsed,
  readChoice,
  readList,
  word
} from '../../../analytics/choice/choice-text.ts'

/** What the address of a funnel says beside its time and filters. Values are text, as addresses are. */
export type FunnelSearch = {
  /** `page:/pricing > Order Completed`. */
  steps?: string
  order?: 'strict' | 'any'
  /** `14d`, `90m`. */
  window?: string
  exclude?: string
  by?: string
  /** Whose event says what somebody is broken down by: their last, or that of a step. The first where nothing is said. */
  credit?: string
  over?: 'week' | 'month' | 'hour'
  /** A second span: `previous`, `year`, or `2026-10-01..2026-10-31`. */
  against?: string
  /** The value of the breakdown that is drawn, or everything that has no row of its own. */
  value?: string
  rest?: 'on'
  /** The people who are shown: of which step, of whom, and of which of two spans. */
  step?: string
  who?: 'reached' | 'lost'
  of?: 'compared'
}

export type Exclusion = NonNullable<FunnelQuestion['exclude']>[number]

/** As the wire has it; repeated here because the page does not load what checks a request. */
export const funnelLimits = { fewest: 2, steps: 20, exclusions: 10, anyOf: 10, windowDays: 90 } as const
export const usualWindow = '14d'
const windowDays = { s: 1 / 86_400, m: 1 / 1440, h: 1 / 24, d: 1, w: 7 } as const

export function isWindow(text: string): boolean {
  const [, amount, unit] = /^([1-9]\d{0,6})([smhdw])$/.exec(text) ?? []
  return unit !== undefined && Number(amount) * windowDays[unit as keyof typeof windowDays] <= funnelLimits.windowDays
}

/** An address may be typed or years old: what means nothing is left out instead of failing. */
export function readFunnelSearch(raw: Record<string, unknown>): FunnelSearch {
  const steps = stepsOf(raw)
  const many = steps.length
  return present({
    steps: stepsText(steps),
    order: oneOf(['strict', 'any'], raw.order),
    window: isWindow(String(raw.window)) && raw.window !== usualWindow ? String(raw.window) : undefined,
    exclude: exclusionsText(exclusionsOf(raw).filter(({ after }) => after === undefined || after < many)),
    by: word(raw.by),
    credit: raw.credit === 'last' || isStep(raw.credit, many) ? String(raw.credit) : undefined,
    over: oneOf(['hour', 'week', 'month'], raw.over),
    against: againstOf(raw.against),
    value: typeof raw.value === 'string' && word(raw.by) !== undefined ? raw.value.slice(0, 1000) : undefined,
    rest: raw.rest === 'on' && word(raw.by) !== undefined ? 'on' : undefined,
    step: isStep(raw.step, many) ? String(raw.step) : undefined,
    who: oneOf(['reached', 'lost'], raw.who),
    of: raw.of === 'compared' ? 'compared' : undefined
  })
}

export const stepsOf = ({ steps }: { steps?: unknown }): FunnelStep[] =>
  readList(steps, readChoice, stepOf, funnelLimits.steps)
export const stepsText = (steps: readonly FunnelStep[]) => listText(steps, stepText, readChoice)
const stepText = (step: FunnelStep) =>
  step.anyOf === undefined && step.optional === undefined ? choiceText(step) : JSON.stringify(step)

function stepOf(raw: unknown): FunnelStep | undefined {
  const choice = choiceOf(raw)
  if (choice === undefined || !isObject(raw)) return undefined
  const anyOf = Array.isArray(raw.anyOf) ? raw.anyOf.flatMap(one => choiceOf(one) ?? []) : []
  return {
    ...choice,
    ...(anyOf.length === 0 ? {} : { anyOf: anyOf.slice(0, funnelLimits.anyOf) }),
    ...(raw.optional === true ? { optional: true } : {})
  }
}

export const exclusionsOf = ({ exclude }: { exclude?: unknown }): Exclusion[] =>
  readList(exclude, readChoice, exclusionOf, funnelLimits.exclusions)
export const exclusionsText = (list: readonly Exclusion[]) =>
  listText(list, one => (one.after === undefined ? choiceText(one) : JSON.stringify(one)), readChoice)

function exclusionOf(raw: unknown): Exclusion | undefined {
  const choice = choiceOf(raw)
  if (choice === undefined || !isObject(raw)) return undefined
  const after = Number(raw.after)
  return Number.isInteger(after) && after >= 1 && after < funnelLimits.steps ? { ...choice, after } : choice
}

const day = '\\d{4}-\\d\\d-\\d\\d'
const twoDays = new RegExp(`^(${day})\\.\\.(${day})$`)
function againstOf(value: unknown): string | undefined {
  if (value === 'previous' || value === 'year') return value
  const [, from, to] = twoDays.exec(String(value)) ?? []
  return from !== undefined && to !== undefined && from <= to ? `${from}..${to}` : undefined
}

export type Days = { from: string; to: string }

/** The second span, where its days were chosen. */
export function chosenDays(against: string | undefined): Days | undefined {
  const [, from, to] = twoDays.exec(against ?? '') ?? []
  return from === undefined || to === undefined ? undefined : { from, to }
}

/** What moves on with the time is asked for by its name, so that a funnel that is kept stays beside the time before. */
const comparedWith = (against: string | undefined): FunnelQuestion['compare'] =>
  against === 'previous' || against === 'year' ? against : chosenDays(against)

/** What the server is asked. `base` is what every report has: span, filters, bots, agent. */
export function funnelQuestion(search: FunnelSearch, base: Omit<FunnelQuestion, 'steps'>): FunnelQuestion {
  const named = exclusionsOf(search)
  // In any order there is no step after another.
  const exclude = search.order === 'any' ? named.map(({ after: _after, ...rest }) => rest) : named
  const compare = comparedWith(search.against)
  const credit = search.credit === undefined || search.credit === 'last' ? search.credit : Number(search.credit)
  return present({
    ...base,
    steps: stepsOf(search),
    window: search.window ?? usualWindow,
    order: search.order ?? 'ordered',
    exclude: exclude.length === 0 ? undefined : exclude,
    breakdown: search.by,
    attribution: search.by === undefined ? undefined : credit,
    unit: search.over ?? 'day',
    compare
  })
}

const isStep = (value: unknown, many: number) =>
  /^\d{1,2}$/.test(String(value)) && Number(value) >= 1 && Number(value) <= many && parsed(String(value)) !== undefined

const oneOf = <const Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined =>
  choices.find(choice => choice === value)

const present = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
