import { createHash } from 'node:crypto'
import type { PersonalRules } from '@foyer/protocol'
import type { OutgoingEvent } from '../kind.ts'
import { isAboutSomebody, type PersonalField, personalField } from './fields.ts'

/** What was proven of the person, by a signed token: `email`, `phone`, `name`… */
export type Proven = Readonly<Record<string, unknown>>
type Rule = NonNullable<PersonalRules[PersonalField]>
type At = { rules: PersonalRules; proven: ReadonlySet<string>; isSomebodys: boolean; depth: number }

/** Events are nested ten levels deep at most; what is deeper was not made here. */
const mostDepth = 32

/** The event as a destination may know it. Pure, and before the mapping: no path leads to what is not there any more. */
export function withPersonalRules(event: OutgoingEvent, rules: PersonalRules, proven: Proven = {}): OutgoingEvent {
  if (!Object.values(rules).some(rule => rule !== undefined && rule !== 'keep')) return event
  const { userId } = event.visitor
  const at: At = {
    rules,
    proven: new Set([...Object.values(proven), ...(userId === undefined ? [] : [userId])].flatMap(plainTexts)),
    isSomebodys: false,
    depth: 0
  }
  const about = { ...at, isSomebodys: true }
  const { ip, userAgent, ...context } = event.context
  return {
    ...event,
    url: inAddress(event.url, at),
    path: inText(event.path, at),
    title: inText(event.title, at),
    referrer: inAddress(event.referrer, at),
    properties: inObject(event.properties, event.type === 'identify' ? about : at),
    context: {
      ...inObject(context, at),
      // Seen by the server itself, so there is nothing to prove.
      ...seen('ip', ip, rules.ip),
      ...seen('userAgent', userAgent, rules.userAgent)
    },
    visitor: {
      id: event.visitor.id,
      // Only there where it was proven.
      ...seen('userId', userId, rules.userId),
      traits: inObject(event.visitor.traits, about)
    }
  }
}

function seen(key: string, value: unknown, rule: Rule | undefined): Record<string, never> {
  if (value === undefined || rule === 'drop') return {}
  return { [key]: rule === 'hash' ? hashed(value) : value } as Record<string, never>
}

function inObject(object: Record<string, unknown>, at: At): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(object)) {
    const field = personalField(key, at.isSomebodys)
    const rule = field && at.rules[field]
    const left =
      rule === undefined || rule === 'keep'
        ? inValue(value, { ...at, isSomebodys: isAboutSomebody(key, at.isSomebodys) })
        : ruled(value, rule, at)
    if (left === undefined) continue
    Object.defineProperty(kept, key, { value: left, enumerable: true, configurable: true, writable: true })
  }
  return kept
}

function inValue(value: unknown, at: At): unknown {
  if (typeof value === 'string') return /^https?:\/\//i.test(value) ? inAddress(value, at) : inText(value, at)
  if (typeof value !== 'object' || value === null) return value
  if (at.depth >= mostDepth) return undefined
  const deeper = { ...at, depth: at.depth + 1 }
  if (Array.isArray(value)) return value.map(one => inValue(one, deeper)).filter(one => one !== undefined)
  return inObject(value as Record<string, unknown>, deeper)
}

/** A whole value that is personal: a text, or an address with its parts. */
function ruled(value: unknown, rule: Exclude<Rule, 'keep'>, at: At): unknown {
  if (rule === 'drop' || value === null || value === undefined) return undefined
  if (typeof value !== 'object') {
    if (rule === 'hash') return hashed(value)
    return at.proven.has(plainText(value)) ? value : undefined
  }
  if (at.depth >= mostDepth) return undefined
  const deeper = { ...at, depth: at.depth + 1 }
  const parts = Object.entries(value)
    .map(([key, part]) => [key, ruled(part, rule, deeper)] as const)
    .filter(([, part]) => part !== undefined)
  if (parts.length === 0) return undefined
  return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts)
}

/** `%40` is how an address of mail stands in the address of a page. */
const mailAddress = /[\p{L}\p{N}._%+'-]{1,64}(?:@|%40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/giu

/** An address of mail in a text is one, whatever the field is called. */
function inText(text: string, at: At): string {
  const rule = at.rules.email
  if (rule === undefined || rule === 'keep' || !/@|%40/.test(text)) return text
  return text.replaceAll(mailAddress, found => {
    if (rule === 'drop') return ''
    const plain = found.replaceAll(/%40/g, '@')
    if (rule === 'hash') return hashed(plain)
    return at.proven.has(plainText(plain)) ? found : ''
  })
}

/** What stands behind the question mark of an address has names as properties have. */
function inAddress(address: string, at: At): string {
  const url = URL.parse(address)
  if (!url || url.search === '') return inText(address, at)
  for (const [key, value] of [...url.searchParams]) {
    const field = personalField(key, false)
    const rule = field && at.rules[field]
    if (rule === undefined || rule === 'keep') continue
    const left = ruled(value, rule, at)
    if (left === undefined) url.searchParams.delete(key)
    else url.searchParams.set(key, String(left))
  }
  const ruledSearch = url.searchParams.toString()
  const before = URL.parse(address)?.searchParams.toString()
  // Written anew only where something was taken out: what is not ours to change keeps its spelling.
  return inText(ruledSearch === before ? address : url.href, at)
}

const plainText = (value: unknown) => String(value).trim().toLowerCase()

function plainTexts(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(plainTexts)
  return value === null || value === undefined ? [] : [plainText(value)]
}

const hashed = (value: unknown) => createHash('sha256').update(plainText(value)).digest('hex')
