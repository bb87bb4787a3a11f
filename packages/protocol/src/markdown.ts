/** What a message may hold, as plain data: the widget and the dashboard make elements of it, and never markup. */
export type Inline =
  | { is: 'text'; text: string }
  | { is: 'code'; text: string }
  | { is: 'strong' | 'em' | 'del'; children: Inline[] }
  | { is: 'link'; href: string; children: Inline[] }
export type Block =
  | { is: 'paragraph' | 'heading' | 'quote'; lines: Inline[][] }
  | { is: 'list'; isOrdered: boolean; start: number; items: Inline[][] }
  | { is: 'code'; text: string }

const deepest = 6
const bareLink = /\b(?:https?:\/\/|www\.)[^\s<>"'`]+|[^\s<>"'`@():,;]{1,64}@[^\s<>"'`@():,;]{1,200}\.\p{L}{2,63}/u
const link = /^\[([^\][]{1,500})\]\(\s*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\s*\)/

/** Only what leads somewhere harmless; everything else stays the text it was. */
export const safeHref = (text: string): string | undefined => {
  const href = text.trim()
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(href)) return undefined
  try {
    const url = new URL(href)
    // A name before the host is what a forged address looks like.
    if (url.username || url.password) return undefined
    return url.href
  } catch {
    return undefined
  }
}

/** What comes after a link in a sentence is not part of it. */
const trimmed = (text: string) => {
  const count = (char: string) => text.split(char).length - 1
  // A bracket that was opened within the address closes it.
  let unopened = count(')') - count('(')
  let end = text.length
  for (; end; end--) {
    const last = text.charAt(end - 1)
    if (last === ')' && unopened-- <= 0) break
    if (!/[.,:;!?'")\]}*_~…]/.test(last)) break
  }
  return text.slice(0, end)
}

const autolinked = (text: string): Inline[] => {
  const found: Inline[] = []
  let rest = text
  for (;;) {
    const match = bareLink.exec(rest)
    const address = match ? trimmed(match[0]) : ''
    const isMail = address.includes('@') && !/^(?:https?:|www\.)/i.test(address)
    const href =
      address && safeHref(isMail ? `mailto:${address}` : address.startsWith('www.') ? `https://${address}` : address)
    if (!match) {
      if (rest) found.push({ is: 'text', text: rest })
      return found
    }
    const end = match.index + (address.length || match[0].length)
    if (href) {
      if (match.index) found.push({ is: 'text', text: rest.slice(0, match.index) })
      found.push({ is: 'link', href, children: [{ is: 'text', text: address }] })
    } else found.push({ is: 'text', text: rest.slice(0, end) })
    rest = rest.slice(end)
  }
}

const marks = [
  ['**', 'strong'],
  ['__', 'strong'],
  ['~~', 'del'],
  ['*', 'em'],
  ['_', 'em']
] as const

/** Closing marks are looked for within this: without it a line of nothing but stars takes quadratic time. */
const reach = 2_000
const isWord = (char: string | undefined) => !!char && /[\p{L}\p{N}]/u.test(char)

const inline = (text: string, depth = 0): Inline[] => {
  const found: Inline[] = []
  let plain = ''
  const flush = () => {
    found.push(...autolinked(plain))
    plain = ''
  }
  let at = 0
  while (at < text.length) {
    const rest = text.slice(at, at + reach)
    const [char = ''] = rest
    // An address keeps the marks in it.
    const address = /^(?:https?:\/\/|www\.)[^\s<>"'`]+/i.exec(rest)
    if (address && !isWord(text[at - 1])) {
      plain += address[0]
      at += address[0].length
      continue
    }
    if (char === '\\' && /^\\[\\`*_~[\]()#>+.!-]/.test(rest)) {
      plain += rest.charAt(1)
      at += 2
      continue
    }
    if (char === '`') {
      const end = rest.indexOf('`', 1)
      if (end > 1) {
        flush()
        found.push({ is: 'code', text: rest.slice(1, end) })
        at += end + 1
        continue
      }
    }
    if (char === '[') {
      const match = link.exec(rest)
      const href = match && safeHref(match[2] ?? '')
      if (match && href && depth < deepest) {
        flush()
        found.push({ is: 'link', href, children: [{ is: 'text', text: match[1] ?? '' }] })
        at += match[0].length
        continue
      }
    }
    const mark = depth < deepest ? marks.find(([lead]) => rest.startsWith(lead)) : undefined
    if (mark) {
      const [lead, is] = mark
      const end = rest.indexOf(lead, lead.length + 1)
      const inner = rest.slice(lead.length, end)
      // snake_case and 2*3*4 mean themselves.
      const isInWord = lead.includes('_') && (isWord(text[at - 1]) || isWord(rest[end + lead.length]))
      if (end > 0 && !/^\s|\s$/.test(inner) && !isInWord) {
        flush()
        found.push({ is, children: inline(inner, depth + 1) })
        at += end + lead.length
        continue
      }
      plain += lead
      at += lead.length
      continue
    }
    plain += char
    at++
  }
  flush()
  return found
}

const bullet = /^\s{0,6}[-*+•]\s+(.+)$/
const numbered = /^\s{0,6}(\d{1,9})[.)]\s+(.+)$/

/** A small part of Markdown. Anything else, HTML above all, is the text it is. */
export const parseMarkdown = (text: string): Block[] => {
  const blocks: Block[] = []
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const last = () => blocks.at(-1)
  let isNew = true
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (/^\s{0,3}```/.test(line)) {
      const end = lines.findIndex((other, index) => index > at && /^\s{0,3}```\s*$/.test(other))
      const stop = end < 0 ? lines.length : end
      blocks.push({ is: 'code', text: lines.slice(at + 1, stop).join('\n') })
      at = stop
      isNew = true
      continue
    }
    if (!line.trim()) {
      isNew = true
      continue
    }
    const heading = /^\s{0,3}#{1,6}\s+(.+?)\s*#*$/.exec(line)
    const quote = /^\s{0,3}>\s?(.*)$/.exec(line)
    const item = bullet.exec(line)
    const number = numbered.exec(line)
    const before = last()
    if (heading) blocks.push({ is: 'heading', lines: [inline(heading[1] ?? '')] })
    else if (item || number) {
      const content = inline(item?.[1] ?? number?.[2] ?? '')
      if (before?.is === 'list' && before.isOrdered === !item) before.items.push(content)
      else blocks.push({ is: 'list', isOrdered: !item, start: Number(number?.[1] ?? 1), items: [content] })
    } else {
      const is = quote ? 'quote' : 'paragraph'
      const content = inline(quote?.[1] ?? line)
      if (!isNew && before?.is === is) before.lines.push(content)
      else blocks.push({ is, lines: [content] })
    }
    isNew = !!heading
  }
  return blocks
}

/** What the visitor wrote means itself; only addresses become links. */
export const parsePlain = (text: string): Block[] => [{ is: 'paragraph', lines: text.split('\n').map(autolinked) }]
