import { isReservedName, isReservedUserProperty, longer, most } from './limits.ts'

/** What was made of values that Google would not take as they are; the team is told of each. */
export type Notes = string[]

/** `Order Completed` is `order_completed`: a letter, then letters, digits and `_`. Nothing where no letter is in it. */
export function nameOf(text: string, chars: number): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^[^A-Za-z]+/, '')
    .replace(/_+$/, '')
  return (text === plain ? plain : plain.toLowerCase()).slice(0, chars)
}

export function fitParams(params: Record<string, unknown>, notes: Notes): Record<string, unknown> {
  const { items, ...others } = params
  const fitted: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(others)) {
    const name = nameOf(key, most.nameChars)
    if (name === '' || isReservedName(key)) {
      notes.push(`${key} was left out: Google keeps such names for itself.`)
      continue
    }
    const fit = fitValue(name, value, longer[name] ?? most.valueChars, notes)
    if (fit === undefined) continue
    if (Object.keys(fitted).length === most.params) {
      notes.push(`Google takes ${most.params} parameters of an event; ${name} and what came after it were left out.`)
      break
    }
    fitted[name] = fit
  }
  if (Array.isArray(items)) fitted.items = fitItems(items, notes)
  return fitted
}

function fitValue(name: string, value: unknown, chars: number, notes: Notes): string | number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'object') {
    notes.push(`${name} was left out: a parameter is a text or a number.`)
    return undefined
  }
  const text = String(value)
  if (text.length <= chars) return text
  notes.push(`${name} was cut to ${chars} characters.`)
  return text.slice(0, chars)
}

function fitItems(items: unknown[], notes: Notes): Record<string, unknown>[] {
  if (items.length > most.items) notes.push(`Google takes ${most.items} items; the others were left out.`)
  return items.slice(0, most.items).flatMap(item => {
    if (typeof item !== 'object' || item === null) return []
    const fields = Object.entries(item).flatMap(([key, value]) => {
      const fit = fitValue(`items.${key}`, value, most.valueChars, notes)
      return fit === undefined ? [] : [[key, fit] as const]
    })
    return [Object.fromEntries(fields.slice(0, most.itemParams))]
  })
}

export function fitUserProperties(found: Record<string, unknown>, notes: Notes): Record<string, { value: unknown }> {
  const fitted: [string, { value: unknown }][] = []
  for (const [key, value] of Object.entries(found)) {
    const name = nameOf(key, most.userPropertyNameChars)
    if (name === '' || isReservedUserProperty(key)) continue
    const fit = fitValue(`user_properties.${name}`, value, most.userPropertyChars, notes)
    if (fit !== undefined) fitted.push([name, { value: fit }])
  }
  if (fitted.length > most.userProperties)
    notes.push(`Google takes ${most.userProperties} user properties; the others were left out.`)
  return Object.fromEntries(fitted.slice(0, most.userProperties))
}
