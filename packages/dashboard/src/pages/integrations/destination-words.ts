import type { CatalogEntry, Destination } from '@foyer/protocol'
import { durationText } from '../../time/relative.ts'
import { count, counted } from '../../words/numbers.ts'

export type StandingState = Destination['state']

export const stateWords: Record<StandingState, string> = {
  active: 'Active',
  paused: 'Paused',
  misconfigured: 'Needs you',
  resting: 'Resting'
}

export const stateLooks: Record<StandingState, string> = {
  active: 'bg-accent-soft text-accent',
  paused: 'bg-pressed text-ink-soft',
  misconfigured: 'bg-danger-soft text-danger',
  resting: 'bg-warning-soft text-warning'
}

export const categoryWords: Record<CatalogEntry['category'], string> = {
  chat: 'Chat',
  analytics: 'Analytics',
  advertising: 'Advertising',
  crm: 'Customers',
  email: 'E-mail',
  team: 'Team',
  storage: 'Storage',
  webhook: 'Your own server'
}

/** "180 ms", "1.3 s", "4 min". */
export function tookText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}\u00a0ms`
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)}\u00a0s` : durationText(ms)
}

/** "12", "more than 10,000": they are counted no further. */
export const waitingText = ({ waiting, moreWaiting }: Pick<Destination['health'], 'waiting' | 'moreWaiting'>) =>
  `${moreWaiting ? 'more than ' : ''}${count(waiting)}`

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** How it goes, in a sentence or two, from the figures of the last hour. */
export function healthWords({ state, enabled, problem, health }: Destination): string {
  const waits =
    health.waiting === 0 ? '' : ` ${upperFirst(waitingText(health))} ${health.waiting === 1 ? 'waits' : 'wait'}.`
  if (state === 'misconfigured') return `${problem?.message ?? 'Its settings do not work.'}${waits}`
  if (state === 'paused' || !enabled) return `Nothing is sent while it is paused.${waits}`
  if (state === 'resting')
    return `${problem?.message ?? 'It does not answer just now, and is asked again by and by.'}${waits}`
  const { delivered, failed, withheld } = health
  const sent = delivered + failed
  const kept = withheld === 0 ? '' : ` ${counted(withheld, 'event')} withheld by consent.`
  if (sent === 0) return `Nothing was sent in the last hour.${kept}${waits}`
  const speed = health.p50 === undefined ? '' : `, half of them within ${tookText(health.p50)}`
  if (failed === 0)
    return sent === 1
      ? `The one event of the last hour arrived.${kept}${waits}`
      : `All ${count(sent)} events of the last hour arrived${speed}.${kept}${waits}`
  return `${count(failed)} of ${counted(sent, 'event')} failed in the last hour.${kept}${waits}`
}
