import { toPublic } from '../../http/index.ts'
import { readConsent, type Said } from '../consent/consent.ts'
import type { OutgoingEvent } from '../kind.ts'

/** An event as the event store has it: what of it a destination may be told. */
export type StoredRow = {
  id: string
  at: string
  visitor: string
  session: string
  type: string
  name: string
  origin: string
  path: string
  search: string
  title: string
  referrer: string
  source: string
  medium: string
  campaign: string
  term: string
  content: string
  timezone: string
  language: string
  consent: string
  properties: string
  ip: string
  userAgent: string
  country: string
  region: string
  city: string
}

export const storedColumns = `id, toString(toUnixTimestamp64Milli(time)) AS at, visitor, session, type, name, origin, path, search, title,
  referrer, utm_source AS source, utm_medium AS medium, utm_campaign AS campaign, utm_term AS term, utm_content AS content,
  timezone, language, consent, properties, toString(ip) AS ip, user_agent AS userAgent, country, region, city`

export type StoredEvent = { event: OutgoingEvent; said: Said | null; visitor: string }

/** In the same shape as when it arrived, but for what is not kept: its own id where that was no UUIDv7, the screen. */
export function storedEvent(row: StoredRow): StoredEvent {
  const consent: unknown = row.consent === '' ? undefined : JSON.parse(row.consent)
  const { source, medium, campaign, term, content } = row
  return {
    visitor: row.visitor,
    said: readConsent(consent),
    event: {
      id: row.id,
      type: row.type,
      name: row.name,
      timeMs: Number(row.at),
      url: row.origin === '' ? '' : row.origin + row.path + row.search,
      path: row.path,
      title: row.title,
      referrer: row.referrer,
      properties: row.properties === '' ? {} : JSON.parse(row.properties),
      context: {
        ...filled({ locale: row.language, timezone: row.timezone }),
        ...within('campaign', filled({ source, medium, name: campaign, term, content })),
        ...within('location', filled({ country: row.country, region: row.region, city: row.city })),
        ...(consent === undefined ? {} : { consent }),
        ...tracesOf(row)
      },
      visitor: { id: toPublic('vis', row.visitor), traits: {} },
      session: toPublic('ses', row.session)
    }
  }
}

/** The visitor's address and browser, as far as they are kept. */
export const tracesOf = ({ ip, userAgent }: Pick<StoredRow, 'ip' | 'userAgent'>) =>
  filled({ ip: ip === '::' ? '' : ip.replace(/^::ffff:(?=\d+\.)/, ''), userAgent })

const filled = (texts: Record<string, string>) =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
const within = (key: string, inner: object) => (Object.keys(inner).length === 0 ? {} : { [key]: inner })
