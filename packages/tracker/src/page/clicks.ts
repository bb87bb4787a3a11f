import type { Redact } from '../record/redact.ts'
import type { Properties } from '../types.ts'
import { titleChars } from '../wire.ts'
import { textOf } from './element-text.ts'
import { isPrivate } from './private.ts'

const interactive =
  'a[href],area[href],button,[role="button"],[onclick],summary,[type="submit"],[type="button"],[type="reset"],[type="image"]'
const pathDepth = 5

const stepOf = (element: Element) => {
  const id = element.getAttribute('id')
  const [first] = element.classList
  return element.localName + (id ? `#${id}` : first ? `.${first}` : '')
}

const hrefOf = (element: Element, redact: Redact): string | undefined => {
  const href = element.getAttribute('href') ?? element.getAttribute('xlink:href')
  if (href === null) return undefined
  const { protocol, href: resolved } = new URL(href, document.baseURI)
  // Code and data are not places to go to.
  return /^(javascript|data|blob):$/.test(protocol) ? protocol : redact(resolved)
}

/**
 * What a click tells, or nothing when no link or button was hit or something around it is private. `path` is the event's
 * composed path: from what was hit outwards, through open shadow roots.
 */
export const describeClick = (path: EventTarget[], redact: Redact): Properties | undefined => {
  const ancestry = path.filter(node => node instanceof Element)
  const hit = ancestry.findIndex(element => element.matches(interactive) && !/^(html|body)$/.test(element.localName))
  const element = ancestry[hit]
  if (!element || ancestry.some(isPrivate)) return undefined
  return {
    tag: element.localName,
    text: textOf(element),
    href: hrefOf(element, redact),
    id: element.getAttribute('id') || undefined,
    classes: [...element.classList].slice(0, 10),
    path: ancestry
      .slice(hit, hit + pathDepth)
      .reverse()
      .map(stepOf)
      .join(' > ')
      .slice(0, titleChars)
  }
}
