/** JSON with its lines; whatever else it is stays as it is. */
export function prettyText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    // No JSON: a form, a page of somebody's proxy, or a piece that was cut.
    return text
  }
}

/**
 * What a reader cannot see, made seen: a direction override would show a payload in another order than it has, and a zero-width mark
 * would hide in it.
 */
export const seenText = (text: string): string =>
  text.replace(/[^\P{C}\n\t]|[\u2028\u2029]/gu, hidden =>
    hidden.codePointAt(0) === undefined ? '' : `\\u{${hidden.codePointAt(0)?.toString(16)}}`
  )

type Message = { headers: Readonly<Record<string, string>>; body: string }

/** As it went over the wire, but for what is masked. */
export const rawRequest = ({ method, url, headers, body }: Message & { method: string; url: string }): string => {
  const address = URL.parse(url)
  const first = `${method} ${address ? address.pathname + address.search : url} HTTP/1.1`
  return raw([first, ...(address ? [`host: ${address.host}`] : [])], { headers, body })
}

export const rawAnswer = ({ status, headers, body }: Message & { status: number }): string =>
  raw([`HTTP/1.1 ${status}`], { headers, body })

function raw(first: readonly string[], { headers, body }: Message): string {
  const lines = Object.entries(headers)
    .filter(([name]) => name.toLowerCase() !== 'host')
    .map(([name, value]) => `${name}: ${value}`)
  return [...first, ...lines, '', body].join('\n')
}
