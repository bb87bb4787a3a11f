import type { MappingValue, Target, TargetField } from '@foyer/protocol'
import { listed, type Problems, shown } from './problems.ts'

/** `products.*.sku` is the sku of each item of products. */
const isWithin = (path: string, outer: string) => path === outer || path.startsWith(`${outer}.`)

/** Fields that the target does not know, and fields that it needs and nobody fills. */
export function checkTarget(
  fields: Record<string, MappingValue>,
  target: Target,
  at: string,
  problems: Problems
): undefined {
  checkKnown(fields, '', target, `${at}.fields`, problems)
  for (const field of target.fields)
    if (field.required && !isFilled(field.path.split('.*.'), fields))
      problems.add(`${at}.fields`, `“${target.name}” needs the field ${shownField(field)}, and nothing fills it.`)
}

const shownField = ({ path, help }: TargetField) => (help ? `${path} (${help.replace(/\.$/, '')})` : path)

function checkKnown(
  fields: Record<string, MappingValue>,
  within: string,
  target: Target,
  at: string,
  problems: Problems
): undefined {
  for (const [name, value] of Object.entries(fields)) {
    const path = within + name
    const place = `${at}.${name}`
    if (!target.isOpen && !isKnown(path, target.fields))
      problems.add(
        place,
        `“${target.name}” has no field ${shown(path)}. It has ${listed(target.fields.map(field => field.path))}.`
      )
    else if ('each' in value && hasItems(path, target.fields))
      checkKnown(value.fields, `${path}.*.`, target, `${place}.fields`, problems)
  }
}

const hasItems = (path: string, fields: readonly TargetField[]) =>
  fields.some(field => field.path.startsWith(`${path}.*.`))

/** Itself; what holds it, where that says nothing of what lies in it; or what it holds. */
function isKnown(path: string, fields: readonly TargetField[]): boolean {
  return fields.some(
    field =>
      isWithin(field.path, path) ||
      (isWithin(path, field.path) &&
        ['object', 'list', 'any'].includes(field.kind) &&
        !fields.some(other => other.path.startsWith(`${field.path}.`)))
  )
}

/** Whether somebody fills it. What comes whole from the event may hold it: that is seen when it is there. */
function isFilled([path = '', ...inner]: readonly string[], fields: Record<string, MappingValue>): boolean {
  const fills = Object.entries(fields).filter(([name]) => isWithin(path, name) || isWithin(name, path))
  // Of the items of a list that nobody fills, nothing is missing.
  if (inner.length > 0 && fills.length === 0) return true
  return fills.some(([name, value]) => {
    if (!('each' in value) || name !== path || inner.length === 0) return true
    return isFilled(inner, value.fields)
  })
}
