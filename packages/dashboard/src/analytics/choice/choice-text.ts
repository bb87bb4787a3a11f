import type { Condition, EventChoice } from '@foyer/protocol'
import { isObject } from '@foyer/protocol/plain'

/** What a question means by a word that is one of these; every other word is the name of an event or of a turn of a conversation. */
export const eventTypes = [
  'page',
  'track',
  'click',
  'scroll',
  'exit',
  'identify',
  'screen',
  'group',
  'conversation'
] as const
export type KindOfEvent = (typeof eventTypes)[number]
export const isType = (word: string): word is KindOfEvent => eventTypes.some(type => type === word)

/**
 * An event as an address says it: `Order Completed`, `page`, `page:/pricing`. What cannot be said so (conditions, a name of its own) is
 * written as JSON, which an address can hold but nobody wants to read.
 */
export function choiceText(choice: EventChoice): string {
  const plain = choice.name === undefined ? choice.event : `${choice.event}:${choice.name}`
  return same(readPlain(plain), choice) ? plain : JSON.stringify(choice)
}

export function readChoice(value: unknown): EventChoice | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined
  return value.startsWith('{') ? choiceOf(parsed(value)) : readPlain(value)
}

function readPlain(text: string): EventChoice | undefined {
  const colon = text.indexOf(':')
  const [type, name] = [text.slice(0, colon), text.slice(colon + 1)]
  const choice = colon > 0 && name !== '' && isType(type) ? { event: type, name } : { event: text }
  return text.startsWith('{') ? undefined : choiceOf(choice)
}

/** Only what is a choice, with nothing beside it: an address may be typed or years old. */
export function choiceOf(raw: unknown): EventChoice | undefined {
  if (!isObject(raw)) return undefined
  const event = word(raw.event)
  if (event === undefined) return undefined
  const name = word(raw.name)
  const label = word(raw.label)
  const where = Array.isArray(raw.where) ? raw.where.flatMap(one => conditionOf(one) ?? []) : []
  return {
    event,
    ...(name === undefined ? {} : { name }),
    ...(where.length === 0 ? {} : { where: where.slice(0, 50) }),
    ...(label === undefined ? {} : { label })
  }
}

function conditionOf(raw: unknown): Condition | undefined {
  if (!isObject(raw)) return undefined
  const property = word(raw.property)
  const op = word(raw.op)
  if (property === undefined) return undefined
  const value = Array.isArray(raw.value) ? raw.value.filter(isPlain) : isPlain(raw.value) ? raw.value : undefined
  return {
    property,
    ...(op === undefined ? {} : { op: op as NonNullable<Condition['op']> }),
    ...(value === undefined || (Array.isArray(value) && value.length === 0) ? {} : { value })
  }
}

const between = ' > '

/** Several, one after another: `page:/pricing > Order Completed`, or JSON where one of them needs it. */
export function listText<One>(list: readonly One[], textOf: (one: One) => string, read: (text: string) => unknown) {
  const texts = list.map(textOf)
  const isPlainList = texts.every((text, index) => !/^[[{\s]|>|\s$/.test(text) && same(read(text), list[index]))
  return list.length === 0 ? undefined : isPlainList ? texts.join(between) : JSON.stringify(list)
}

export function readList<One>(
  value: unknown,
  read: (text: string) => One | undefined,
  of: (raw: unknown) => One | undefined,
  most: number
): One[] {
  if (typeof value !== 'string') return []
  const raw = value.startsWith('[') ? parsed(value) : undefined
  const list = Array.isArray(raw)
    ? raw.map(of)
    : value.startsWith('[')
      ? []
      : value.split(between).map(text => read(text.trim()))
  return list.filter(one => one !== undefined).slice(0, most)
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Cut off while copying, or typed: it means nothing.
    return undefined
  }
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

export const word = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, 200) : undefined

const same = (left: unknown, right: unknown) => sorted(left) === sorted(right)
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner
  )
