import { createHash } from 'node:crypto'
import type { Mapping, MappingCast, MappingCondition, MappingRule, MappingValue } from '@foyer/protocol'
import { mappingLimits } from '@foyer/protocol/plain'
import type { Mapped, OutgoingEvent } from '../kind.ts'
import { readPath, type Scope } from './read-path.ts'

/** What a mapping makes of an event: nothing where no rule fits. Pure, and bounded by what it was checked against when it was saved. */
export function applyMapping(mapping: Mapping, event: OutgoingEvent): Mapped[] {
  return mapping.rules.filter(rule => fits(rule, event)).map(rule => mapped(rule, event))
}

/** Whether any rule may want such an event; cheap, as it is asked of every event that arrives. */
export function fits(rule: MappingRule, event: OutgoingEvent): boolean {
  if (rule.enabled === false) return false
  if (rule.on.types && !rule.on.types.includes(event.type)) return false
  if (rule.on.names && !rule.on.names.includes(event.name)) return false
  return (rule.where ?? []).every(condition => holds(condition, { event }))
}

function mapped(rule: MappingRule, event: OutgoingEvent): Mapped {
  const fields: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(rule.fields)) put(fields, path, made(value, { event }))
  return { rule: rule.name, to: rule.to, fields, event }
}

function put(into: Record<string, unknown>, path: string, value: unknown): void {
  if (value === undefined) return
  const parts = path.split('.')
  const last = parts.pop() ?? ''
  let at = into
  for (const part of parts) {
    const next = Object.hasOwn(at, part) ? at[part] : undefined
    if (typeof next === 'object' && next !== null) at = next as Record<string, unknown>
    else {
      const inner: Record<string, unknown> = {}
      own(at, part, inner)
      at = inner
    }
  }
  own(at, last, value)
}

/** `__proto__` becomes a field like any other. */
const own = (at: object, key: string, value: unknown) =>
  Object.defineProperty(at, key, { value, enumerable: true, configurable: true, writable: true })

export function made(value: MappingValue, scope: Scope): unknown {
  if (value.when && !holds(value.when, scope)) return undefined
  const found = cast(from(value, scope), value.as)
  const given = found === undefined ? value.otherwise : found
  if (given === undefined || value.hash === undefined) return given
  return createHash('sha256').update(String(given).trim().toLowerCase()).digest('hex')
}

function from(value: MappingValue, scope: Scope): unknown {
  if ('path' in value) return readPath(value.path, scope)
  if ('constant' in value) return value.constant
  if ('template' in value)
    return value.template.replaceAll(
      /\{\{\s*([^{}]*?)\s*\}\}/g,
      (_all, path: string) => textOf(readPath(path, scope)) ?? ''
    )
  if ('first' in value) {
    for (const one of value.first) {
      const found = made(one, scope)
      if (found !== undefined) return found
    }
    return undefined
  }
  if ('each' in value) {
    const items = itemsAt(value.each, scope)
    if (items.length === 0) return undefined
    return items.map(item => {
      const fields: Record<string, unknown> = {}
      for (const [path, one] of Object.entries(value.fields)) put(fields, path, made(one, { ...scope, item }))
      return fields
    })
  }
  if ('texts' in value) {
    const texts = textsIn(readPath(value.texts, scope))
    return texts.length === 0 ? undefined : texts
  }
  const { of, times } = value
  const items = itemsAt(value.sum, scope)
  if (items.length === 0) return undefined
  const parts = items.map(item => numberAt(of, item, 0) * numberAt(times, item, 1))
  const total = parts.reduce((sum, part) => sum + part, 0)
  // Cents added as fractions: 0.1 + 0.2 is to be 0.3.
  return Number.isFinite(total) ? Math.round(total * 1e6) / 1e6 : undefined
}

const numberAt = (path: string | undefined, item: unknown, missing: number): number => {
  if (path === undefined) return 1
  const found = cast(readPath(`item.${path}`, { event: nobody, item }), 'number')
  return typeof found === 'number' ? found : missing
}
const nobody = {} as OutgoingEvent

function itemsAt(path: string, scope: Scope): unknown[] {
  const found = readPath(path, scope)
  const items = Array.isArray(found) ? found : found === undefined ? [] : [found]
  return items.slice(0, mappingLimits.items)
}

function textsIn(found: unknown): string[] {
  if (typeof found === 'object' && found !== null)
    return Object.values(found)
      .slice(0, mappingLimits.items)
      .map(textOf)
      .filter(text => text !== undefined && text !== '') as string[]
  const text = textOf(found)
  return text === undefined ? [] : [text]
}

function textOf(found: unknown): string | undefined {
  if (found === undefined || found === null) return undefined
  return typeof found === 'object' ? JSON.stringify(found) : String(found)
}

export function cast(found: unknown, as: MappingCast | undefined): unknown {
  if (found === undefined || as === undefined) return found
  switch (as) {
    case 'text':
      return textOf(found)
    case 'number':
    case 'integer': {
      const number = typeof found === 'number' ? found : typeof found === 'string' ? Number(found.trim()) : Number.NaN
      if (!Number.isFinite(number) || found === '') return undefined
      return as === 'integer' ? Math.round(number) : number
    }
    case 'boolean':
      if (typeof found === 'boolean') return found
      return /^(true|yes|1|on)$/i.test(String(found))
        ? true
        : /^(false|no|0|off)$/i.test(String(found))
          ? false
          : undefined
    case 'list':
      return Array.isArray(found) ? found : [found]
    case 'iso':
    case 'seconds':
    case 'milliseconds': {
      const ms = typeof found === 'number' ? (found < 1e11 ? found * 1000 : found) : Date.parse(String(found))
      if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return undefined
      return as === 'iso' ? new Date(ms).toISOString() : as === 'seconds' ? Math.floor(ms / 1000) : Math.trunc(ms)
    }
  }
}

export function holds(condition: MappingCondition, scope: Scope): boolean {
  const found = readPath(condition.path, scope)
  const { op, value } = condition
  switch (op) {
    case 'isSet':
      return found !== undefined
    case 'isNotSet':
      return found === undefined
    case 'is':
      return isSame(found, value)
    case 'isNot':
      return !isSame(found, value)
    case 'in':
      return Array.isArray(value) && value.some(one => isSame(found, one))
    case 'contains':
      return Array.isArray(found)
        ? found.some(one => isSame(one, value))
        : (textOf(found) ?? '').toLowerCase().includes(String(value).toLowerCase())
    case 'startsWith':
      return (textOf(found) ?? '').toLowerCase().startsWith(String(value).toLowerCase())
    case 'gt':
    case 'lt': {
      const [a, b] = [cast(found, 'number'), cast(value, 'number')]
      if (typeof a !== 'number' || typeof b !== 'number') return false
      return op === 'gt' ? a > b : a < b
    }
  }
}

/** `"5"` of a form is the 5 of an event. */
const isSame = (found: unknown, value: unknown) =>
  found !== undefined && typeof found !== 'object' && String(found) === String(value)
