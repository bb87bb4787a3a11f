/**
 * One stored event as the rooms that write events know it. What all events of one request share stands apart, because it is
 * put into words once for all of them.
 */
export type EventFields = {
  /** A UUIDv7 that is the same on every try. */
  id: string
  timeMs: number
  type: string
  name: string
  origin: string
  path: string
  search: string
  title: string
  referrer: string
  source: string
  campaign: { source: string; medium: string; name: string; term: string; content: string } | null
  timezone: string
  language: string
  /** JSON text, or empty. */
  consent: string
  properties: string
}

export type SenderFields = {
  workspace: number
  visitor: string
  agent: string
  ip: string
  country: string
  region: string
  city: string
  browser: string
  browserVersion: string
  os: string
  device: string
  bot: string
  /** For how many days after it happened the address and the place are kept. */
  placeDays: number
  /** Kept as the address is. */
  userAgent: string
}

/** The columns in the order a line has them. */
export const eventColumns = [
  'id',
  'time',
  'session',
  'type',
  'name',
  'origin',
  'path',
  'search',
  'title',
  'referrer',
  'source',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'timezone',
  'language',
  'consent',
  'properties',
  'workspace',
  'visitor',
  'agent',
  'ip',
  'country',
  'region',
  'city',
  'browser',
  'browser_version',
  'os',
  'device',
  'bot',
  'place_days',
  'user_agent',
  'stored_at'
] as const
