/** Attributes as they are stored: text free of what PostgreSQL refuses, bounded in number and size. */
export type Traits = Record<string, unknown>

const maxTraits = 100
const maxValueBytes = 4096

export function traitsFrom(value: unknown): Traits {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  const traits: Traits = Object.create(null)
  let count = 0
  for (const [rawKey, rawValue] of Object.entries(value)) {
    if (rawValue === undefined || count >= maxTraits) continue
    const key = storableText(rawKey).slice(0, 100)
    if (key === '') continue
    const text = depthOf(rawValue, 6) ? JSON.stringify(rawValue) : undefined
    if (text === undefined || Buffer.byteLength(text) > maxValueBytes) continue
    traits[key] = JSON.parse(storableJson(text))
    count += 1
  }
  return traits
}

/** PostgreSQL takes neither NUL nor half a surrogate pair, in text or in jsonb. */
export const storableText = (text: string) => text.replaceAll('\0', '').toWellFormed()

/** The same for JSON text, where both hide behind an escape, in a value or in a key. */
export const storableJson = (text: string) =>
  /\\u0000|\\ud[89a-f]/i.test(text) ? JSON.stringify(storable(JSON.parse(text))) : text

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(storable)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), storable(inner)]))
}

/** True while `value` is nested at most `levels` deep; looks no deeper than that, so depth itself cannot hurt. */
export function depthOf(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (levels === 0) return false
  for (const key in value) if (!depthOf((value as Record<string, unknown>)[key], levels - 1)) return false
  return true
}
