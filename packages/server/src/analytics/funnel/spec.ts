import {
  type EventChoice,
  type FunnelExclusion,
  type FunnelQuestion,
  type FunnelStep,
  questionLimits
} from '@foyer/protocol'
import { AppError } from '../../http/index.ts'

/** What makes a funnel: whoever asks, and about whichever time. */
export type FunnelSpec = Pick<
  FunnelQuestion,
  'steps' | 'window' | 'order' | 'exclude' | 'filters' | 'bots' | 'agentId' | 'attribution'
>
export type Order = NonNullable<FunnelQuestion['order']>

/** The question as it was understood, with everything said that may be left out. */
export type Funnel = {
  steps: FunnelStep[]
  exclude: FunnelExclusion[]
  order: Order
  windowMs: number
  /** The step before each that has to be done for it to count: the nearest that is not optional. -1 before the first. */
  before: number[]
}

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
const defaultWindow = '14d'
/** With more the statement grows past what the event store reads as one. */
const mostConditions = 200

const refuse = (field: string, sentence: string) => new AppError('invalid', `${field} ${sentence}`, { field })

export function funnelOf(question: FunnelSpec, at = ''): Funnel {
  const { steps } = question
  const exclude = question.exclude ?? []
  const order = question.order ?? 'ordered'
  for (const index of [0, steps.length - 1])
    if (steps[index]?.optional)
      throw refuse(`${at}steps.${index}.optional`, 'cannot be true: a funnel begins and ends with a step that counts.')
  for (const [index, { after }] of exclude.entries()) {
    if (after === undefined) continue
    const field = `${at}exclude.${index}.after`
    if (after >= steps.length) throw refuse(field, `must be a step before the last, so at most ${steps.length - 1}.`)
    if (order === 'any') throw refuse(field, 'has no meaning in any order. Leave it out, and it holds for the whole.')
  }
  const choices: EventChoice[] = [...steps.flatMap(step => [step, ...(step.anyOf ?? [])]), ...exclude]
  const conditions = choices.reduce((count, choice) => count + 1 + (choice.where?.length ?? 0), 0)
  if (conditions > mostConditions)
    throw refuse(`${at}steps`, `and their conditions may be ${mostConditions} in all. These are ${conditions}.`)
  const { attribution } = question
  if (typeof attribution === 'number' && attribution > steps.length)
    throw refuse(`${at}attribution`, `must be first, last or a step from 1 to ${steps.length}.`)
  return {
    steps,
    exclude,
    order,
    windowMs: windowMsOf(question.window ?? defaultWindow, `${at}window`),
    before: steps.map((_, index) => steps.findLastIndex((step, place) => place < index && !step.optional))
  }
}

function windowMsOf(window: string, field: string): number {
  const [, count = '', unit = ''] = /^(\d+)([smhdw])$/.exec(window) ?? []
  const ms = Number(count) * (Object.entries(unitMs).find(([name]) => name === unit)?.[1] ?? Number.NaN)
  if (!(ms > 0) || ms > questionLimits.windowDays * unitMs.d)
    throw refuse(field, `must be from 1s to ${questionLimits.windowDays}d, such as 30m, 12h or 14d.`)
  return ms
}

export const stepNumber = (funnel: Pick<Funnel, 'steps'>, step: number, field: string): number => {
  if (step > funnel.steps.length) throw refuse(field, `must be a step of the funnel, from 1 to ${funnel.steps.length}.`)
  return step
}
