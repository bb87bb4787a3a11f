import type { EventChoice, PathsQuestion } from '@foyer/protocol'
import { choiceText, readChoice } from '../../../analytics/choice/choice-text.ts'

/** What the address of a paths report says beside its time and filters. */
export type PathsSearch = {
  nodes?: 'events' | 'both'
  /** Where paths begin, or where they end; with neither they begin with each visit. */
  start?: string
  end?: string
  levels?: string
  per?: string
  /** `/product/*,/blog/*`. */
  patterns?: string
  fold?: 'no'
  repeats?: 'yes'
  /** The node whose people are shown. */
  level?: string
  node?: string
  rest?: 'on'
}

export const pathLimits = { levels: [2, 10], per: [2, 20], patterns: 20 } as const
export const usual = { levels: 5, per: 8 } as const

/** An address may be typed or years old: what means nothing is left out instead of failing. */
export function readPathsSearch(raw: Record<string, unknown>): PathsSearch {
  const start = readChoice(raw.start)
  const end = start === undefined ? readChoice(raw.end) : undefined
  return present({
    nodes: oneOf(['events', 'both'], raw.nodes),
    start: textOf(start),
    end: textOf(end),
    levels: within(raw.levels, pathLimits.levels, usual.levels),
    per: within(raw.per, pathLimits.per, usual.per),
    patterns: patternsText(patternsOf(raw)),
    fold: raw.fold === 'no' ? 'no' : undefined,
    repeats: raw.repeats === 'yes' ? 'yes' : undefined,
    level: /^(\d|10)$/.test(String(raw.level)) ? String(raw.level) : undefined,
    rest: raw.rest === 'on' ? 'on' : undefined,
    node: typeof raw.node === 'string' && raw.node !== '' ? raw.node.slice(0, 2000) : undefined
  })
}

export const patternsOf = ({ patterns }: { patterns?: unknown }): string[] =>
  typeof patterns !== 'string'
    ? []
    : [...new Set(patterns.split(',').map(one => one.trim().slice(0, 200)))]
        .filter(one => one !== '')
        .slice(0, pathLimits.patterns)

export const patternsText = (patterns: readonly string[]) => (patterns.length === 0 ? undefined : patterns.join(','))

export function pathsQuestion(search: PathsSearch, base: PathsQuestion): PathsQuestion {
  const patterns = patternsOf(search)
  return present({
    ...base,
    nodes: search.nodes ?? 'pages',
    start: readChoice(search.start),
    end: readChoice(search.end),
    levels: Number(search.levels ?? usual.levels),
    perLevel: Number(search.per ?? usual.per),
    patterns: patterns.length === 0 ? undefined : patterns,
    fold: search.fold === 'no' ? false : undefined,
    keepRepeats: search.repeats === 'yes' ? true : undefined
  })
}

const textOf = (choice: EventChoice | undefined) => (choice === undefined ? undefined : choiceText(choice))

function within(value: unknown, [least, most]: readonly [number, number], usually: number): string | undefined {
  const number = /^\d{1,2}$/.test(String(value)) ? Number(value) : usually
  return number === usually || number < least || number > most ? undefined : String(number)
}

const oneOf = <const Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined =>
  choices.find(choice => choice === value)

const present = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
