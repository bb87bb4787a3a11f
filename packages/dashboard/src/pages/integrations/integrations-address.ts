import { deliveryStates } from '@foyer/protocol/plain'

/** The catalog, and what is being added from it. */
export type AddAddress = { search?: string; type?: string; preset?: string }

/** A list of deliveries as its address says it: which ones, whether new ones come in, and what is open beside it. */
export type DeliveriesAddress = {
  destination?: string
  span?: string
  state?: string
  event?: string
  visitor?: string
  reason?: string
  /** Those that their first try did not settle. */
  retried?: 'yes'
  search?: string
  live?: 'off'
  open?: string
  /** The panel that sends a test event. */
  test?: 'open'
}

export type OverviewAddress = { span?: string; show?: 'share'; reason?: string; stage?: string }

export type ReplayAddress = { span?: string; from?: string; to?: string; events?: string }

export const spans = [
  { name: '10m', label: 'Last 10 minutes', minutes: 10 },
  { name: '1h', label: 'Last hour', minutes: 60 },
  { name: '24h', label: 'Last 24 hours', minutes: 24 * 60 },
  { name: '7d', label: 'Last 7 days', minutes: 7 * 24 * 60 },
  { name: '14d', label: 'Last 14 days', minutes: 14 * 24 * 60 }
] as const
export type SpanName = (typeof spans)[number]['name']
export const usualSpan: SpanName = '24h'
export const spanOf = (name: string | undefined) => spans.find(span => span.name === name) ?? spans[2]

const fits = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined

const span = (value: unknown) => spans.find(({ name }) => name === value && name !== usualSpan)?.name

const present = <Values extends object>(values: { [Key in keyof Values]: Values[Key] | undefined }): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values

export const readAddAddress = (raw: Record<string, unknown>): AddAddress =>
  present<AddAddress>({
    search: fits(raw.search, /^.{1,100}$/),
    type: fits(raw.type, /^[\w-]{1,40}$/),
    preset: fits(raw.preset, /^[\w-]{1,40}$/)
  })

export const readDeliveriesAddress = (raw: Record<string, unknown>): DeliveriesAddress =>
  present<DeliveriesAddress>({
    destination: fits(raw.destination, /^dst_[0-9a-f]{32}$/),
    span: span(raw.span),
    state: readStates(raw.state),
    event: fits(raw.event, /^.{1,200}$/),
    visitor: fits(raw.visitor, /^vis_[0-9a-f]{32}$/),
    reason: fits(raw.reason, /^.{1,100}$/),
    search: fits(raw.search, /^.{1,200}$/),
    retried: raw.retried === 'yes' ? 'yes' : undefined,
    live: raw.live === 'off' ? 'off' : undefined,
    open: fits(raw.open, /^dlv_[0-9a-f]{32}$/),
    test: raw.test === 'open' ? 'open' : undefined
  })

export const readOverviewAddress = (raw: Record<string, unknown>): OverviewAddress =>
  present<OverviewAddress>({
    span: span(raw.span),
    show: raw.show === 'share' ? 'share' : undefined,
    reason: fits(raw.reason, /^.{1,100}$/),
    stage: fits(raw.stage, /^[a-z]{1,20}$/)
  })

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/
export const readReplayAddress = (raw: Record<string, unknown>): ReplayAddress =>
  present<ReplayAddress>({
    span: raw.span === 'own' ? 'own' : span(raw.span),
    from: fits(raw.from, moment),
    to: fits(raw.to, moment),
    events: fits(raw.events, /^.{1,2000}$/)
  })

/** In the order of the product, each once; nothing where all are meant. */
function readStates(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const named = value.split(',')
  const known = deliveryStates.filter(state => named.includes(state))
  return known.length === 0 || known.length === deliveryStates.length ? undefined : known.join(',')
}
