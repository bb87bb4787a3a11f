import type { AllOf, AnyOf, Condition, Did, EventChoice, Filter, InSegment, OneFilter, Operator } from '@foyer/protocol'
import { operatorWords } from './operators.ts'

// What the server takes at most (`questionLimits`); what is longer was not made here.
const mostFilters = 50
const mostValues = 500
const longestText = 20_000

/**
 * The parameter `filters` of an address: the JSON of a list of filters, as the reports take it. An address may be typed, cut off or years
 * old, so what means nothing is left out and the rest holds.
 */
export function readFilters(text: unknown): Filter[] {
  if (typeof text !== 'string' || text === '' || text.length > longestText) return []
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return []
  }
  return list(raw, readFilter)
}

/** Undefined for none, so that the address stays short. */
export const filtersText = (filters: readonly Filter[]): string | undefined =>
  filters.length === 0 ? undefined : JSON.stringify(filters)

type Raw = Record<string, unknown>
const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

function list<One>(raw: unknown, read: (value: Raw) => One | undefined): One[] {
  if (!Array.isArray(raw)) return []
  return raw.slice(0, mostFilters).flatMap(value => {
    const one = isRaw(value) ? read(value) : undefined
    return one === undefined ? [] : [one]
  })
}

function readFilter(raw: Raw): Filter | undefined {
  if (!('any' in raw)) return readOne(raw)
  const any = list(raw.any, member => ('all' in member ? readAll(member) : readOne(member)))
  return any.length === 0 ? undefined : ({ any } satisfies AnyOf)
}

function readAll(raw: Raw): AllOf | undefined {
  const all = list(raw.all, readOne)
  return all.length === 0 ? undefined : { all }
}

function readOne(raw: Raw): OneFilter | undefined {
  if ('did' in raw) return readDid(raw)
  if ('segment' in raw) return readSegment(raw)
  return readCondition(raw)
}

function readSegment({ segment, not }: Raw): InSegment | undefined {
  if (typeof segment !== 'string' || !/^seg_[0-9a-f]{32}$/.test(segment)) return undefined
  return { segment, ...(not === true && { not }) }
}

const name = (value: unknown) => (typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined)
const whole = (value: unknown, least: number, most: number) =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most ? Number(value) : undefined

function readDid(raw: Raw): Did | undefined {
  const did = isRaw(raw.did) ? readChoice(raw.did) : undefined
  if (!did) return undefined
  const withinDays = whole(raw.withinDays, 1, 3_660)
  const times = isRaw(raw.times) ? readTimes(raw.times) : undefined
  return {
    did,
    ...(times && { times }),
    ...(withinDays !== undefined && { withinDays }),
    ...(raw.not === true && { not: true })
  }
}

function readChoice(raw: Raw): EventChoice | undefined {
  const event = name(raw.event)
  if (event === undefined) return undefined
  const own = name(raw.name)
  const where = list(raw.where, readCondition)
  return { event, ...(own !== undefined && { name: own }), ...(where.length > 0 && { where }) }
}

function readTimes({ op, count }: Raw): Did['times'] {
  const times = whole(count, 0, 1_000_000)
  if (times === undefined || (op !== 'atLeast' && op !== 'atMost' && op !== 'exactly')) return undefined
  // Everybody did it at least nought times: the server refuses the question.
  return op === 'atLeast' && times === 0 ? undefined : { op, count: times }
}

export const isOperator = (value: unknown): value is Operator =>
  typeof value === 'string' && Object.hasOwn(operatorWords, value)

type Value = string | number | boolean
const isValue = (value: unknown): value is Value =>
  (typeof value === 'string' && value.length <= 1_000) ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  typeof value === 'boolean'

function readCondition(raw: Raw): Condition | undefined {
  const property = name(raw.property)
  if (property === undefined || (raw.op !== undefined && !isOperator(raw.op))) return undefined
  const op = raw.op === undefined ? {} : { op: raw.op }
  if (raw.op === 'isSet' || raw.op === 'isNotSet') return { property, ...op }
  if (isValue(raw.value)) return { property, ...op, value: raw.value }
  const values = Array.isArray(raw.value) ? raw.value.filter(isValue).slice(0, mostValues) : []
  return values.length === 0 ? undefined : { property, ...op, value: values }
}
