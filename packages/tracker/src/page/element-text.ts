import { isPrivate } from './private.ts'

const textChars = 120
/** What people type or choose is theirs; what these others hold is no text at all. */
const neverRead = /^(input|textarea|select|datalist|script|style|noscript)$/i

/** Also what stands inside something editable, and a whole document in design mode. */
const isTyped = (element: Element) => element instanceof HTMLElement && element.isContentEditable

const gather = (node: Node, parts: string[]): void => {
  if (parts.join('').length > textChars) return
  if (node instanceof Text) parts.push(node.data.trim().slice(0, textChars))
  if (!(node instanceof Element || node instanceof ShadowRoot)) return
  if (node instanceof Element && (neverRead.test(node.localName) || isPrivate(node) || isTyped(node))) return
  const slotted = node instanceof HTMLSlotElement ? node.assignedNodes({ flatten: true }) : []
  const inside = slotted.length ? slotted : Array.from((node as Element).shadowRoot?.childNodes ?? node.childNodes)
  for (const child of inside) gather(child, parts)
}

const tidy = (text: string) =>
  text
    .replace(/[^\s@]+@[^\s@]+\.[a-z]{2,}/gi, 'redacted')
    .replace(/\d([ -]?\d){12,}/g, 'redacted')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, textChars)

/**
 * The words on an element as its author wrote them: never the value of a field, never editable or private content, and
 * nothing that looks like a mail address or a card number.
 */
export const textOf = (element: Element): string => {
  const parts: string[] = []
  gather(element, parts)
  const said = tidy(parts.join(' '))
  if (said) return said
  const image = element.querySelector('img[alt]')
  const alt = image?.closest('[data-ll-private]') ? '' : image?.getAttribute('alt')
  return tidy(element.getAttribute('aria-label') || element.getAttribute('title') || alt || '')
}
