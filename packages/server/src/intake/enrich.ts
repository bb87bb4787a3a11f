import { limits } from '@foyer/protocol'
import { hostOf, type Machine, type Place, sourceOf } from '../facts/index.ts'
import { sessionUuid, storableText } from '../identity/index.ts'
import type { EventRow } from '../stores/events/index.ts'
import type { Accepted } from './accept.ts'
import { storedId } from './event-id.ts'

/** What the request tells about its sender, the same for every event in it. */
export type Sender = {
  workspaceId: string
  workspaceNumber: number
  agentUuid: string
  visitor: string
  ip: string
  place: Place
  machine: Machine
}

/** An event ready to be stored, with what the counting after the commit needs of it. */
export type Enriched = {
  index: number
  visitor: string
  id: string
  timeMs: number
  /** When it happened by the server's clock; no store has seen it before then. */
  session: string | null
  type: string
  url: string
  path: string
  title: string
  source: string
  sender: Sender
  row: EventRow
}

/** Pure: event and sender in, row out. */
export function enrich(accepted: Accepted, sender: Sender): Enriched {
  const { event, type, timeMs } = accepted
  const url = splitUrl(event.url, event.path)
  const campaign = event.context?.campaign
  const referrer = clip(event.referrer, limits.urlChars)
  const title = clip(event.title, limits.titleChars)
  const source =
    type === 'page' ? sourceOf({ campaignSource: campaign?.source ?? '', referrer, host: hostOf(url.origin) }) : ''
  const id = storedId(event.id, accepted.sentTimeMs, timeMs)
  const session = sessionUuid(event.sessionId)
  const { place, machine } = sender
  const consent = event.context?.consent
  const row: EventRow = [
    sender.workspaceNumber,
    sender.visitor,
    id,
    storeTime(timeMs),
    0,
    session ?? '',
    sender.agentUuid,
    type,
    clip(event.name, limits.nameChars),
    url.origin,
    url.path,
    url.search,
    title,
    referrer,
    source,
    clip(campaign?.source, 200),
    clip(campaign?.medium, 200),
    clip(campaign?.name, 200),
    clip(campaign?.term, 200),
    clip(campaign?.content, 200),
    place.country,
    place.region,
    place.city,
    place.timezone || clip(event.context?.timezone, 64),
    clip(event.context?.locale, 35),
    machine.browser,
    machine.browserVersion,
    machine.os,
    machine.device,
    machine.bot,
    sender.ip.includes(':') ? sender.ip : sender.ip === '' ? '::' : `::ffff:${sender.ip}`,
    consent ? JSON.stringify(consent) : '',
    accepted.properties
  ]
  return {
    index: accepted.index,
    visitor: sender.visitor,
    id,
    timeMs,
    session,
    type,
    url: url.origin === '' ? '' : url.origin + url.path + url.search,
    path: url.path,
    title,
    source,
    sender,
    row
  }
}

export const storedAtColumn = 4
export const sessionColumn = 5

/** `2026-11-21 08:15:00.123`, which the store reads without guessing. */
export const storeTime = (ms: number) => new Date(ms).toISOString().replace('T', ' ').slice(0, -1)

function splitUrl(url: string | undefined, path: string | undefined): { origin: string; path: string; search: string } {
  const match = url === undefined ? null : /^(https?:\/\/[^/?#]+)([^?#]*)(.*)$/is.exec(clip(url, limits.urlChars))
  const own = path?.startsWith('/') ? clip(path, limits.urlChars) : undefined
  if (!match) return { origin: '', path: own ?? '', search: '' }
  // Names and passwords in an address are nobody's business.
  const origin = (match[1] ?? '').replace(/\/\/[^@/]*@/, '//').toLowerCase()
  return { origin, path: own ?? (match[2] || '/'), search: match[3] ?? '' }
}

function clip(text: string | undefined, chars: number): string {
  if (text === undefined) return ''
  // Neither NUL nor half a character: PostgreSQL would refuse the page somebody is on, and with it every count beside it.
  return storableText(text.length > chars ? text.slice(0, chars) : text)
}
