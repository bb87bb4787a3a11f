/** On which line of a JSON text each place of it stands, by the words of the server: `rules.2.fields.total.path`. */
export function linesOf(text: string): Map<string, number> {
  const lines = new Map<string, number>()
  const reader = { text, at: 0, line: 1 }
  read(reader, '', lines)
  return lines
}

/** The line of a place, or of the nearest thing around it that stands in the text. */
export function lineAt(lines: ReadonlyMap<string, number>, place: string): number | undefined {
  for (let at = place; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const line = lines.get(at)
    if (line !== undefined) return line
  }
  return undefined
}

type Reader = { text: string; at: number; line: number }

const under = (place: string, key: string | number) => (place === '' ? `${key}` : `${place}.${key}`)

// The text is JSON: it was parsed before.
function read(reader: Reader, place: string, lines: Map<string, number>): void {
  skip(reader)
  const start = reader.text[reader.at]
  if (place !== '' && !lines.has(place)) lines.set(place, reader.line)
  if (start === '{' || start === '[') {
    reader.at++
    for (let index = 0; ; index++) {
      skip(reader)
      if (reader.at >= reader.text.length || '}]'.includes(reader.text[reader.at] ?? '')) break
      const line = reader.line
      const key = start === '{' ? String(JSON.parse(word(reader))) : index
      skip(reader)
      lines.set(under(place, key), line)
      read(reader, under(place, key), lines)
    }
    reader.at++
  } else word(reader)
}

/** A text with its quotes, a number or a name. */
function word(reader: Reader): string {
  const found = /"(?:[^"\\]|\\.)*"|[^\s,:\]}]+/y
  found.lastIndex = reader.at
  const [all] = found.exec(reader.text) ?? ['']
  reader.at += Math.max(1, all.length)
  return all
}

function skip(reader: Reader): void {
  while (/[\s,:]/.test(reader.text[reader.at] ?? '')) {
    if (reader.text[reader.at] === '\n') reader.line++
    reader.at++
  }
}
