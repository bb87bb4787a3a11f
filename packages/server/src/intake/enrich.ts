import { type Event, limits } from '@foyer/protocol'
import { hostOf, type Machine, sourceOf } from '../facts/index.ts'
import { sessionUuid, storableText } from '../identity/index.ts'
import type { Whereabouts } from '../privacy/index.ts'
import { type EventFields, eventLine, senderPart } from '../stores/events/index.ts'
import type { Accepted } from './accept.ts'
import { storedId } from './event-id.ts'

/** What the request tells about its sender, the same for every event in it. */
export type Sender = {
  workspaceId: string
  workspaceNumber: number
  agentUuid: string
  visitor: string
  where: Whereabouts
  machine: Machine
  /** As the browser wrote it, for whoever it is forwarded to; stored only where the address may be. */
  userAgent: string
  /** Its part of a stored line, once the first of its events was put into words. */
  part?: string
}

/** An event ready to be stored, with what the counting after the commit needs of it. */
export type Enriched = EventFields & {
  index: number
  visitor: string
  /** null until the visit is known that a server's event belongs to. */
  session: string | null
  url: string
  sender: Sender
  /** As it was sent, for whoever it is forwarded to. */
  sent: Event
}

/** Pure: event and sender in, what is stored out. */
export function enrich(accepted: Accepted, sender: Sender): Enriched {
  const { event, type, timeMs } = accepted
  const { context } = event
  const url = splitUrl(event.url, event.path)
  const given = context?.campaign
  const campaign = given
    ? {
        source: clip(given.source, 200),
        medium: clip(given.medium, 200),
        name: clip(given.name, 200),
        term: clip(given.term, 200),
        content: clip(given.content, 200)
      }
    : null
  const referrer = clip(event.referrer, limits.urlChars)
  return {
    index: accepted.index,
    visitor: sender.visitor,
    sender,
    sent: event,
    id: storedId(event.id, accepted.sentTimeMs, timeMs),
    timeMs,
    session: sessionUuid(event.sessionId),
    type,
    name: clip(event.name, limits.nameChars),
    url: url.origin === '' ? '' : url.origin + url.path + url.search,
    origin: url.origin,
    path: url.path,
    search: url.search,
    title: clip(event.title, limits.titleChars),
    referrer,
    source:
      type === 'page' ? sourceOf({ campaignSource: campaign?.source ?? '', referrer, host: hostOf(url.origin) }) : '',
    campaign,
    timezone: sender.where.place.timezone || (sender.where.keepsTimezone ? clip(context?.timezone, 64) : ''),
    language: clip(context?.locale, 35),
    consent: context?.consent ? JSON.stringify(context.consent) : '',
    properties: accepted.properties
  }
}

/** The line that is stored for it. */
export function lineOf(event: Enriched): string {
  event.sender.part ??= partOf(event.sender)
  return eventLine(event, event.session ?? '', event.sender.part)
}

const mostUserAgent = 400

const partOf = ({ where, machine, userAgent, ...sender }: Sender) =>
  senderPart({
    ...machine,
    ...where.place,
    workspace: sender.workspaceNumber,
    visitor: sender.visitor,
    agent: sender.agentUuid,
    ip: where.ip,
    placeDays: where.days,
    userAgent: where.asked && where.ip === '' ? '' : clip(userAgent, mostUserAgent)
  })

/** Most events of a site come from one origin; working out its spelling once is enough. */
const origins = new Map<string, string>()
const mostOrigins = 1_000

function splitUrl(url: string | undefined, path: string | undefined): { origin: string; path: string; search: string } {
  const own = path?.startsWith('/') ? clip(path, limits.urlChars) : undefined
  const text = clip(url, limits.urlChars)
  const start = /^https?:\/\//i.exec(text)?.[0].length
  const end = start === undefined ? 0 : indexOfAny(text, '/?#', start)
  if (start === undefined || end === start) return { origin: '', path: own ?? '', search: '' }
  const pathEnd = indexOfAny(text, '?#', end)
  return {
    origin: originOf(text.slice(0, end)),
    path: own ?? (text.slice(end, pathEnd) || '/'),
    search: text.slice(pathEnd)
  }
}

function originOf(text: string): string {
  const known = origins.get(text)
  if (known !== undefined) return known
  // Names and passwords in an address are nobody's business.
  const origin = text.replace(/\/\/[^@/]*@/, '//').toLowerCase()
  if (origins.size >= mostOrigins) origins.clear()
  origins.set(text, origin)
  return origin
}

/** The first place of any of these characters, or the end. */
function indexOfAny(text: string, characters: string, from: number): number {
  for (let at = from; at < text.length; at += 1) if (characters.includes(text.charAt(at))) return at
  return text.length
}

function clip(text: string | undefined, chars: number): string {
  if (text === undefined) return ''
  // Neither NUL nor half a character: PostgreSQL would refuse the page somebody is on, and with it every count beside it.
  return storableText(text.length > chars ? text.slice(0, chars) : text)
}
