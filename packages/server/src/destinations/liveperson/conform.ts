import type { Target, TargetField } from '@foyer/protocol'
import { cast } from '../mapping/cast.ts'

/** A value that cannot be what its field is. */
export class MisfitError extends Error {
  override readonly name = 'MisfitError'
}

/**
 * The fields of a target as LivePerson takes them: those it knows, in its order, each of its kind (`"11.70"` becomes 11.7), without what is
 * empty. Throws where a value is nothing of the kind.
 */
export function conformed(target: Target, fields: Record<string, unknown>): Record<string, unknown> {
  return (within(fields, '', target) ?? {}) as Record<string, unknown>
}

function within(value: unknown, path: string, target: Target): unknown {
  const field = target.fields.find(one => one.path === path)
  if (value === undefined || value === null || value === '') return undefined
  if (field && ['text', 'number', 'integer', 'boolean'].includes(field.kind)) return scalar(value, field, target)
  if (field?.kind === 'any') return dated(value, field, target)
  const isList = field?.kind === 'list'
  if (isList || Array.isArray(value)) {
    const items = (Array.isArray(value) ? value : [value])
      .map(item => within(item, `${path}.*`, target))
      .filter(item => item !== undefined)
    return items.length === 0 ? undefined : items
  }
  const names = namesUnder(path, target)
  if (names.length === 0) return text(value)
  if (typeof value !== 'object') throw new MisfitError(misfit(path, 'an object', value, target))
  const made: [string, unknown][] = names
    .filter(name => Object.hasOwn(value, name))
    .map(name => [
      name,
      within((value as Record<string, unknown>)[name], path === '' ? name : `${path}.${name}`, target)
    ])
  const kept = made.filter(([, one]) => one !== undefined)
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

/** Items of a list of which nothing more is said: texts. */
const text = (value: unknown) => cast(value, 'text')

const namesUnder = (path: string, target: Target): string[] => {
  const start = path === '' ? '' : `${path}.`
  const inner = target.fields.filter(one => one.path.startsWith(start)).map(one => one.path.slice(start.length))
  return [...new Set(inner.map(rest => rest.split('.')[0] ?? ''))].filter(name => name !== '' && name !== '*')
}

function scalar(value: unknown, { path, kind }: TargetField, target: Target): unknown {
  const made = typeof value === 'object' && kind !== 'text' ? undefined : cast(value, kind as 'text')
  if (made !== undefined) return made
  const what = { number: 'a number', integer: 'a whole number', boolean: 'true or false' }[kind as string] ?? 'a text'
  throw new MisfitError(misfit(path, what, value, target))
}

/** LivePerson writes a day as {day, month, year}. */
function dated(value: unknown, { path }: TargetField, target: Target): unknown {
  if (typeof value === 'object') return value
  const iso = cast(value, 'iso')
  if (typeof iso !== 'string') throw new MisfitError(misfit(path, 'a date', value, target))
  const [year, month, day] = iso.slice(0, 10).split('-').map(Number)
  return { day, month, year }
}

const misfit = (path: string, what: string, value: unknown, target: Target) =>
  `“${target.name}” takes ${what} for ${path}, and the mapping puts ${JSON.stringify(value).slice(0, 80)} there.`
