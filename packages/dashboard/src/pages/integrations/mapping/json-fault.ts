type At = { text: string; at: number }

/** The line on which a text stops being JSON. Browsers say it each in their own words, or not at all. */
export function faultLine(text: string): number {
  const reader = { text, at: 0 }
  value(reader, 0)
  return text.slice(0, reader.at).split('\n').length
}

const token = /\s*(?:"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y
const key = /\s*"(?:[^"\\\n]|\\.)*"\s*:/y
const mostDepth = 200

/** False where it breaks off; `at` stands there then. */
function value(reader: At, depth: number): boolean {
  const open = take(reader, /\s*[[{]/y)
  if (open === undefined) return take(reader, token) !== undefined
  const isObject = open.endsWith('{')
  const close = isObject ? /\s*\}/y : /\s*\]/y
  if (depth > mostDepth || take(reader, close) !== undefined) return depth <= mostDepth
  do if ((isObject && take(reader, key) === undefined) || !value(reader, depth + 1)) return false
  while (take(reader, /\s*,/y) !== undefined)
  return take(reader, close) !== undefined
}

function take(reader: At, wanted: RegExp): string | undefined {
  wanted.lastIndex = reader.at
  const found = wanted.exec(reader.text)?.[0]
  if (found === undefined) {
    // The fault is the word that does not fit, and not the space before it.
    const space = /\s*/y
    space.lastIndex = reader.at
    reader.at += space.exec(reader.text)?.[0].length ?? 0
    return undefined
  }
  reader.at += found.length
  return found
}
