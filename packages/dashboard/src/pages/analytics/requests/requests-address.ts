import type { RequestSource } from '@foyer/protocol'
import { requestSources } from '@foyer/protocol/plain'

/** The page as its address says it: which requests, whether new ones come in, and which one is open. */
export type RequestsAddress = {
  span?: string
  ip?: string
  endpoint?: string
  status?: string
  source?: RequestSource
  country?: string
  visitor?: string
  conversation?: string
  search?: string
  live?: 'off'
  open?: string
}

export const spans = [
  { name: '1h', label: 'Last hour', minutes: 60, days: 1 },
  { name: '24h', label: 'Last 24 hours', minutes: 24 * 60, days: 1 },
  { name: '7d', label: 'Last 7 days', minutes: 7 * 24 * 60, days: 7 },
  { name: '30d', label: 'Last 30 days', minutes: 30 * 24 * 60, days: 30 }
] as const
export const usualSpan = '24h'
export const spanOf = (name: string | undefined) => spans.find(span => span.name === name) ?? spans[1]

const fits = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined

export function readRequestsAddress(raw: Record<string, unknown>): RequestsAddress {
  const read: RequestsAddress = {
    span: spans.find(({ name }) => name === raw.span && name !== usualSpan)?.name,
    ip: fits(raw.ip, /^.{1,64}$/),
    endpoint: fits(raw.endpoint, /^.{1,200}$/),
    status: fits(raw.status, /^([1-5]xx|[1-5]\d\d|errors)$/),
    source: requestSources.find(source => source === raw.source),
    country: fits(raw.country, /^([A-Z]{2}|none)$/),
    visitor: fits(raw.visitor, /^vis_[0-9a-f]{32}$/),
    conversation: fits(raw.conversation, /^cnv_[0-9a-f]{32}$/),
    search: fits(raw.search, /^.{1,200}$/),
    live: raw.live === 'off' ? 'off' : undefined,
    open: fits(raw.open, /^req_[0-9a-f]{1,40}$/)
  } as RequestsAddress
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

/** What a filter narrows the list by, without what only says how it is shown. */
export function filterOf({ span: _span, live: _live, open: _open, ...filter }: RequestsAddress) {
  return filter
}
