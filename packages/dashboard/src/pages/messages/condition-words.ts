import type {
  ProactiveCondition,
  ProactiveFrequency,
  ProactiveHours,
  PropertyCondition,
  ValueOp
} from '@foyer/protocol'
import { countryName } from '../../words/countries.ts'
import { counted, money } from '../../words/numbers.ts'
import { attributeName, plainText } from '../../words/people.ts'
import { listed } from '../person/event-sentence.ts'

export const pageOpWords = {
  is: 'is',
  isNot: 'is not',
  contains: 'contains',
  notContains: 'does not contain',
  matches: 'matches'
} as const

export const valueOpWords: Record<ValueOp, string> = {
  is: 'is',
  isNot: 'is not',
  contains: 'contains',
  atLeast: 'is at least',
  atMost: 'is at most',
  exists: 'is known'
}

export const knownWords = {
  anonymous: 'nobody we know by name',
  named: 'somebody who told us who they are',
  verified: 'a verified person'
} as const

type SegmentName = (id: string) => string
const someSegment: SegmentName = () => 'a segment'

/** "the address is /pricing": a clause that stands after "when". */
export function conditionWords(condition: ProactiveCondition, segmentName = someSegment): string {
  switch (condition.kind) {
    case 'page':
      return `the address ${pageOpWords[condition.op]} ${plainText(condition.value)}`
    case 'timeOnPage':
      return `they have looked at it for ${secondsWords(condition.seconds)}`
    case 'timeOnSite':
      return `they have been here for ${secondsWords(condition.seconds)}`
    case 'scroll':
      return `they have scrolled ${condition.percent}% down`
    case 'event':
      return [`${plainText(condition.name)} happens`, whereWords(condition.where ?? [])].filter(Boolean).join(' with ')
    case 'cart':
      return `their cart holds ${money(condition.atLeast, condition.currency)} or more`
    case 'trait': {
      const about = `their ${attributeName(condition.key).toLowerCase()} ${comparison(condition)}`
      return condition.proven ? `${about} (verified)` : about
    }
    case 'visits':
      return condition.atLeast === 2
        ? 'they have been here before'
        : `it is at least their visit number ${condition.atLeast}`
    case 'country':
      return `they are in ${either(condition.in.map(countryName))}`
    case 'source':
      return `they first came from ${either(condition.in.map(plainText))}`
    case 'known':
      return `they are ${knownWords[condition.as]}`
    case 'segment':
      return `they are ${condition.is ? 'in' : 'not in'} “${plainText(segmentName(condition.segment))}”`
    case 'talked':
      return condition.has ? 'they have talked with us before' : 'they have never talked with us'
  }
}

/** To the second: a limit is not rounded. */
const secondsWords = (seconds: number) => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`)

const signs: Record<ValueOp, string> = {
  is: '=',
  isNot: '≠',
  contains: 'containing',
  atLeast: '≥',
  atMost: '≤',
  exists: 'given'
}
const whereWords = (where: readonly PropertyCondition[]) =>
  listed(where.map(({ property, op, value }) => [property, signs[op], value].filter(isSaid).map(asText).join(' ')))

const isSaid = (part: unknown) => part !== undefined && part !== ''
const asText = (part: unknown) => plainText(String(part))

const comparison = ({ op, value }: { op: ValueOp; value?: string | number | boolean }) =>
  [valueOpWords[op], op === 'exists' ? undefined : value].filter(isSaid).map(asText).join(' ')

const either = (words: string[]) => listed(words).replace(/ and (?=[^,]*$)/, ' or ')

/** All of a rule in one sentence: when, and how often. */
export const ruleWords = (
  conditions: readonly ProactiveCondition[],
  frequency: ProactiveFrequency,
  segmentName?: SegmentName
): string =>
  `When ${listed(conditions.map(condition => conditionWords(condition, segmentName)))}; ${frequencyWords(frequency)}.`

export function frequencyWords(frequency: ProactiveFrequency): string {
  if (frequency.kind === 'once') return 'once for everybody'
  if (frequency.kind === 'visit') return 'once in a visit'
  return `at most ${counted(frequency.times, 'time')} in ${counted(frequency.days, 'day')}`
}

export const dayWords = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

export const hoursWords = ({ days, from, to }: ProactiveHours): string =>
  `${days
    .toSorted((a, b) => a - b)
    .map(day => dayWords[day - 1])
    .join(', ')} ${from}–${to}`
