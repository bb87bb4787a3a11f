import type { LoggedRequest, RequestSource } from '@foyer/protocol'
import { countryName } from '../../../words/countries.ts'
import { count } from '../../../words/numbers.ts'

export const sourceWords: Record<RequestSource, string> = {
  tracker: 'Tracker',
  widget: 'Chat widget',
  api: 'API key',
  dashboard: 'Dashboard',
  playground: 'Playground'
}

/** "0.4 ms", "42 ms", "1.3 s". */
export function speedText(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)}\u00a0ms`
  return ms < 1_000 ? `${Math.round(ms)}\u00a0ms` : `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)}\u00a0s`
}

export const shareText = (part: number, whole: number): string =>
  whole === 0 ? '0 %' : part === 0 ? '0 %' : `${((part / whole) * 100).toFixed(part / whole < 0.1 ? 1 : 0)} %`

export const senderText = ({ count: summed, ip }: LoggedRequest): string =>
  ip ?? (summed > 1 ? `${count(summed)} summed up` : 'Not kept')

export type Outcome = 'good' | 'caller' | 'server'
export const outcomeOf = (status: number): Outcome => (status >= 500 ? 'server' : status >= 400 ? 'caller' : 'good')
export const outcomeLooks: Record<Outcome, string> = {
  good: 'bg-accent-soft text-accent',
  caller: 'bg-warning-soft text-warning',
  server: 'bg-danger-soft text-danger'
}

const statusWords: Record<string, string> = {
  400: 'Malformed',
  401: 'No valid credential',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Not JSON',
  422: 'Not as expected',
  429: 'Too many at once',
  500: 'Failed on the server',
  503: 'The store was behind'
}
export const statusText = (status: string | number): string => {
  const word = statusWords[String(status)]
  return word === undefined ? String(status) : `${status} ${word}`
}

/** As a filter names it. */
export const countryOf = (country: string) => (country === 'none' ? 'Not known' : countryName(country))
