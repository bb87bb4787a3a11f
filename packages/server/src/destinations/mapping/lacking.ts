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
    if (!target)
      return {
        invalid: `The rule “${one.rule}” makes “${one.to}” of it, which there is not here. Choose one of the list.`,
        reason: 'no_such_target'
      }
    const field = missingField(target, one.fields)
    if (field)
      return {
        invalid: `${target.name} needs ${field}, and the rule “${one.rule}” found nothing for it in “${calledOf(one.event)}”. Map it, or narrow the rule to events that have it.`,
        reason: 'missing_field'
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
