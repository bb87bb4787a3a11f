import type { Target } from '@foyer/protocol'
import type { Mapped } from './kind.ts'

/** The sentence for the first field that its target demands and the mapping did not fill. */
export function missingField(mapped: readonly Mapped[], targets: readonly Target[]): string | undefined {
  for (const { to, fields, rule } of mapped) {
    const target = targets.find(one => one.to === to)
    if (!target) return `The rule “${rule}” makes “${to}” of it, which there is not here. Choose one of the list.`
    const missing = target.fields.find(field => field.required && !isThere(fields, field.path.split('.')))
    if (missing)
      return `${target.name} needs ${missing.path}, and the rule “${rule}” found nothing for it in this event. Map it, or narrow the rule to events that have it.`
  }
  return undefined
}

function isThere(fields: Record<string, unknown>, path: readonly string[]): boolean {
  let at: unknown = fields
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return false
    at = (at as Record<string, unknown>)[part]
  }
  return at !== undefined && at !== null && at !== '' && !(Array.isArray(at) && at.length === 0)
}
