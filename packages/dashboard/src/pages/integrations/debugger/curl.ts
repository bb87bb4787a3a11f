import type { ShownRequest } from '@foyer/protocol'

/** The request for a terminal. Whatever stands in it is one word to the shell, never a command. */
export function curlOf({ method, url, headers, body }: ShownRequest): string {
  const lines = [`curl -X ${word(method)} ${word(url)}`]
  for (const [name, value] of Object.entries(headers)) lines.push(`  -H ${word(`${name}: ${value}`)}`)
  if (body !== '') lines.push(`  --data-raw ${word(body)}`)
  return lines.join(' \\\n')
}

const word = (text: string) => (/^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)
