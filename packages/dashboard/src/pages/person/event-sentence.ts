import type { EventType, TimelineEvent } from '@foyer/protocol'
import { durationText } from '../../time/relative.ts'
import { money } from '../../words/numbers.ts'
import { attributeName, plainText, valueText } from '../../words/people.ts'

/** A sentence in pieces: what is `strong` is the visitor's own word for a thing, the rest is ours. */
export type Sentence = { parts: { text: string; strong?: boolean }[]; details: string[] }

type Properties = TimelineEvent['properties']
type Told = Pick<TimelineEvent, 'type' | 'name' | 'title' | 'path' | 'url' | 'properties'>

/** One readable sentence for what happened. */
export function sentenceOf(event: Told): Sentence {
  return (sentences[event.type] ?? named)(event)
}

export const sentenceText = ({ parts, details }: Sentence) =>
  [parts.map(part => part.text).join(''), ...details].join(' · ')

/** A kind that is newer than this page is told by its name. */
const named = ({ name, type, properties }: Told): Sentence => ({
  parts: [{ text: plainText(name ?? type), strong: true }],
  details: salient(properties)
})

const sentences: Partial<Record<EventType, (event: Told) => Sentence>> = {
  page: event => say(['Viewed ', pageName(event)]),

  click({ properties, url }) {
    const label = textIn(properties, 'text')
    const target = linkTarget(textIn(properties, 'href'), url)
    if (label !== undefined) return say(['Clicked ', label], target)
    if (target !== undefined) return say(['Followed a link to ', target])
    const id = textIn(properties, 'id')
    return id === undefined ? say(['Clicked a ', null, tagWord(properties)]) : say(['Clicked ', `#${id}`])
  },

  scroll(event) {
    const percent = numberIn(event.properties, 'percent', 'scrollPercent', 'depth')
    return percent === undefined
      ? say(['Scrolled on ', pageName(event)])
      : say([`Scrolled to ${Math.round(percent)}% of `, pageName(event)])
  },

  exit(event) {
    const { properties } = event
    const stayed = numberIn(properties, 'visibleMs', 'durationMs', 'duration')
    const read = numberIn(properties, 'scrollPercent', 'percent', 'scrollDepth')
    const after = stayed === undefined ? '' : ` after ${durationText(stayed)}`
    return say(['Left ', pageName(event), `${after}${read === undefined ? '' : `, read ${Math.round(read)}%`}`])
  },

  identify({ properties }) {
    const keys = Object.keys(properties)
    if (keys.length === 0) return say(['Was identified'])
    const words = keys.slice(0, 3).map(key =>
      attributeName(key)
        .replace(/^E-mail$/, 'e-mail')
        .replace(/^[A-Z](?=[a-z])/, toLower)
    )
    const more = keys.length - words.length
    return say([`Told us their ${listed(more > 0 ? [...words, `${more} more`] : words)}`])
  },

  track: ({ name, ...event }) => named({ ...event, name: name ?? 'Custom event' }),

  screen({ name, properties }) {
    return say(['Opened the screen ', name ?? textIn(properties, 'name') ?? 'without a name'])
  },

  group({ name, properties }) {
    const group = name ?? textIn(properties, 'name') ?? textIn(properties, 'groupId')
    return group === undefined ? say(['Was added to a group']) : say(['Belongs to ', group])
  },

  conversation({ name, properties }) {
    if (name === 'handed over')
      return say([handedOverWords[String(properties?.reason)] ?? 'Was handed over to a person'])
    const words = conversationWords[name ?? ''] ?? 'Was in a conversation'
    const rule = textIn(properties, 'rule')
    return rule === undefined ? say([words]) : say([`${words}: `, rule])
  }
}

/** What the server calls each turn of a conversation. */
const conversationWords: Record<string, string> = {
  started: 'Started a conversation',
  'message in': 'Wrote a message',
  'message out': 'Was written to',
  'first reply': 'Had their first answer',
  answered: 'Was answered by the agent',
  resolved: 'Had their conversation resolved',
  reopened: 'Opened their conversation again',
  rated: 'Rated the conversation',
  'message shown': 'Was shown a message',
  'message dismissed': 'Closed a message',
  'message answered': 'Answered a message'
}

/** Why the team answers from there on. */
const handedOverWords: Record<string, string> = {
  asked: 'Asked for a person',
  taken: 'Was taken over from the agent by a person'
}

/** Odd pieces are the visitor's words; `null` skips one. */
function say(pieces: (string | null)[], ...details: (string | undefined)[]): Sentence {
  const parts = pieces.flatMap((text, index) =>
    text === null || text === '' ? [] : [index % 2 === 1 ? { text: plainText(text), strong: true } : { text }]
  )
  return { parts, details: details.filter(detail => detail !== undefined) }
}

const toLower = (letter: string) => letter.toLowerCase()

export function pageName({ title, path, url }: { title?: string; path?: string; url?: string }): string {
  const plain = plainText(title ?? '').trim()
  return plain || path || (url === undefined ? 'a page' : (URL.parse(url)?.pathname ?? plainText(url)))
}

function tagWord(properties: Properties): string {
  const tag = textIn(properties, 'tag')
  return tag === 'a' || tag === 'area' ? 'link' : tag === undefined || tag === 'button' ? 'button' : `<${tag}>`
}

/** "example.com/docs" for a link elsewhere, "/docs" for one on the same site; what leads nowhere is left out. */
function linkTarget(href: string | undefined, from: string | undefined): string | undefined {
  if (href === undefined) return undefined
  const url = URL.parse(href)
  if (!url) return href.startsWith('/') ? href : undefined
  if (url.protocol === 'mailto:' || url.protocol === 'tel:') return plainText(decodeSafely(url.pathname))
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  if (from !== undefined && URL.parse(from)?.host === url.host) return plainText(url.pathname)
  return plainText(`${url.host}${url.pathname === '/' ? '' : url.pathname}`)
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone % is no encoding: the text means itself.
    return text
  }
}

const amounts = ['total', 'revenue', 'value', 'price', 'amount']
/** Parts of a sum that was told already. */
const partsOfAmounts = [...amounts, 'subtotal', 'shipping', 'tax', 'discount', 'currency']
const told = [
  'product',
  'product_name',
  'name',
  'plan',
  'query',
  'category',
  'coupon',
  'order_id',
  'orderId',
  'quantity',
  'method'
]
const mostDetails = 3
const longestDetail = 60

/** The few properties one would say aloud: the money, the thing, then whatever plain values come first. */
export function salient(properties: Properties): string[] {
  const details: string[] = []
  const amount = amounts.find(key => Number.isFinite(asNumber(properties[key])))
  if (amount !== undefined) details.push(money(asNumber(properties[amount]), properties.currency))
  const isPlain = (key: string) =>
    ['string', 'number', 'boolean'].includes(typeof properties[key]) &&
    properties[key] !== '' &&
    !Number.isNaN(properties[key])
  const rest = Object.keys(properties).filter(
    key => isPlain(key) && (amount === undefined ? key !== 'currency' : !partsOfAmounts.includes(key))
  )
  const ordered = [...told.filter(key => rest.includes(key)), ...rest.filter(key => !told.includes(key))]
  for (const key of ordered.slice(0, mostDetails - details.length)) {
    const value = shorten(valueText(properties[key]))
    details.push(told.includes(key) && typeof properties[key] === 'string' ? value : `${attributeName(key)}: ${value}`)
  }
  const products = properties.products
  if (details.length < mostDetails && Array.isArray(products) && products.length > 0)
    details.push(products.length === 1 ? '1 product' : `${products.length} products`)
  return details
}

const asNumber = (value: unknown) =>
  typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN

const shorten = (text: string) => (text.length > longestDetail ? `${text.slice(0, longestDetail - 1)}…` : text)

function textIn(properties: Properties, ...keys: string[]): string | undefined {
  for (const key of keys) {
    const value = properties[key]
    if (typeof value === 'string' && plainText(value).trim() !== '') return plainText(value).trim()
  }
  return undefined
}

function numberIn(properties: Properties, ...keys: string[]): number | undefined {
  for (const key of keys) {
    const value = properties[key]
    if (typeof value === 'number' && Number.isFinite(value)) return value
  }
  return undefined
}

/** "name", "name and e-mail", "name, e-mail and company". */
export function listed(words: string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}
