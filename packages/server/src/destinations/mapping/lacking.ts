import type { Target } from '@foyer/protocol'
import type { Kind, Mapped, OutgoingEvent } from '../kind.ts'
import { mostChars } from './effort.ts'

/** Why what the mapping made cannot be sent, in a sentence that names event, field and rule; `undefined` where it can. */
export function whatIsLacking(
  kind: Pick<Kind, 'targets'>,
  mapped: readonly Mapped[]
): { invalid: string; reason: string } | undefined {
  for (const one of mapped) {
    if (one.isTooLarge)
      return {
        invalid: `“${calledOf(one.event)}” becomes larger than ${mostChars / 1e6} MB by the rule “${one.rule}”. Map fewer of its fields.`,
        reason: 'too_large'
      }
    const target = kind.targets.find(({ to }) => to === one.to)
    const field = target && missingField(target, one.fields)
    if (field)
      return {
        invalid: `“${calledOf(one.event)}” has nothing for ${field}, which “${target.name}” needs. The rule “${one.rule}” fills it from what this event does not have.`,
        reason: `missing:${field}`
      }
  }
  return undefined
}

const calledOf = (event: OutgoingEvent) => event.name || event.type

const missingField = (target: Target, fields: Record<string, unknown>) =>
  target.fields.find(field => field.required && !isThere(fields, field.path.split('.')))?.path

/** `*` is each item: where there is no list, none of its items lacks anything. */
function isThere(value: unknown, [part, ...rest]: readonly string[]): boolean {
  if (part === undefined)
    return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  if (part === '*') return !Array.isArray(value) || value.every(item => isThere(item, rest))
  const inner =
    typeof value === 'object' && value !== null && Object.hasOwn(value, part)
      ? (value as Record<string, unknown>)[part]
      : undefined
  return inner === undefined && rest.includes('*') ? true : isThere(inner, rest)
}
