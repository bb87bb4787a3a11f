export type Line = { text: string; is: 'same' | 'added' | 'removed'; at: number }

/** Beyond it, comparing line by line would be felt. */
const mostLines = 1_200

/** What became of a text, line by line: those that are new, those that are gone where they were, and those that stayed. */
export function lineDifferences(before: string, after: string): Line[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  if (before === after || old.length > mostLines || now.length > mostLines)
    return now.map((text, at) => ({ text, is: 'same', at }))
  const common = commonLengths(old, now)
  const lines: Omit<Line, 'at'>[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && isLike(old[i], now[j])) {
      lines.push({ text: now[j] ?? '', is: 'same' })
      i++
      j++
    } else if (j >= now.length || (i < old.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0)))
      lines.push({ text: old[i++] ?? '', is: 'removed' })
    else lines.push({ text: now[j++] ?? '', is: 'added' })
  }
  return lines.map((line, at) => ({ ...line, at }))
}

/** A comma more is no difference. */
const isLike = (one: string | undefined, other: string | undefined) =>
  one?.replace(/,$/, '') === other?.replace(/,$/, '')

/** A JSON text with its keys in the order of another, so that only what they say is compared. */
export function inOrderOf(text: string, other: string): string {
  try {
    return JSON.stringify(ordered(JSON.parse(text), JSON.parse(other)), null, 2)
  } catch {
    // Not JSON: a form, or a body that was cut.
    return text
  }
}

function ordered(value: unknown, like: unknown): unknown {
  if (typeof value !== 'object' || value === null || typeof like !== 'object' || like === null) return value
  if (Array.isArray(value)) return value.map((one, index) => ordered(one, (like as unknown[])[index]))
  const [own, theirs] = [value as Record<string, unknown>, like as Record<string, unknown>]
  const keys = [...Object.keys(theirs).filter(key => Object.hasOwn(own, key)), ...Object.keys(own)]
  return Object.fromEntries(keys.map(key => [key, ordered(own[key], theirs[key])]))
}

/** How many lines are common from each place on. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array[] {
  const common = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1))
  for (let i = old.length - 1; i >= 0; i--) {
    const [row, next] = [common[i], common[i + 1]]
    if (!row || !next) continue
    for (let j = now.length - 1; j >= 0; j--)
      row[j] = isLike(old[i], now[j]) ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0)
  }
  return common
}
