import type { ProactiveCondition, ProactiveRule, ProactiveRuleWrite, ValueOp } from '@foyer/protocol'

export type Kind = ProactiveCondition['kind']

/** As they are offered, in the order of the list. */
export const kindGroups: readonly { label: string; kinds: readonly Kind[] }[] = [
  { label: 'On the page', kinds: ['page', 'timeOnPage', 'timeOnSite', 'scroll', 'event', 'cart'] },
  { label: 'Who they are', kinds: ['visits', 'known', 'talked', 'trait', 'segment', 'country', 'source'] }
]
/** More than one of these may hold at once. */
const repeatable: ReadonlySet<Kind> = new Set(['page', 'event', 'trait', 'segment'])

/** What a condition says before it is filled in. */
export const fresh: Record<Kind, ProactiveCondition> = {
  page: { kind: 'page', op: 'is', value: '' },
  timeOnPage: { kind: 'timeOnPage', seconds: 30 },
  timeOnSite: { kind: 'timeOnSite', seconds: 120 },
  scroll: { kind: 'scroll', percent: 60 },
  event: { kind: 'event', name: '' },
  cart: { kind: 'cart', atLeast: 50 },
  trait: { kind: 'trait', key: '', op: 'is', value: '', proven: false },
  visits: { kind: 'visits', atLeast: 2 },
  country: { kind: 'country', in: [] },
  source: { kind: 'source', in: [] },
  known: { kind: 'known', as: 'anonymous' },
  talked: { kind: 'talked', has: false },
  segment: { kind: 'segment', segment: '', is: true }
}

export const mayAdd = (kind: Kind, conditions: readonly ProactiveCondition[]): boolean =>
  repeatable.has(kind) || conditions.every(condition => condition.kind !== kind)

export const blank: ProactiveRuleWrite = {
  name: '',
  message: '',
  authorId: null,
  conditions: [fresh.page],
  frequency: { kind: 'visit' },
  hours: null,
  activeFrom: null,
  activeTo: null,
  enabled: true
}

export const templates = {
  pricing: {
    title: 'Hesitation on the pricing page',
    lead: 'Somebody who has read the prices for half a minute often has one question left.',
    rule: {
      ...blank,
      name: 'Hesitation on the pricing page',
      message: 'Comparing the options? Ask away, we can help you choose.',
      conditions: [
        { kind: 'page', op: 'contains', value: '/pricing' },
        { kind: 'timeOnPage', seconds: 30 }
      ]
    }
  },
  cart: {
    title: 'A full cart that waits',
    lead: 'The cart is worth something and nothing happens: say what delivery costs before they wonder.',
    rule: {
      ...blank,
      name: 'A full cart that waits',
      message: 'Anything unclear about delivery or returns? We are happy to help before you order.',
      conditions: [
        { kind: 'cart', atLeast: 50 },
        { kind: 'timeOnPage', seconds: 45 }
      ]
    }
  },
  returning: {
    title: 'Somebody who comes back',
    lead: 'They have been here before and never talked with you. A short hello is enough.',
    rule: {
      ...blank,
      name: 'Somebody who comes back',
      message: 'Good to see you again. Is there something we can help you find?',
      conditions: [
        { kind: 'visits', atLeast: 2 },
        { kind: 'talked', has: false },
        { kind: 'timeOnSite', seconds: 60 }
      ],
      frequency: { kind: 'times', times: 1, days: 30 }
    }
  }
} satisfies Record<string, { title: string; lead: string; rule: ProactiveRuleWrite }>
export type Template = keyof typeof templates
export const isTemplate = (text: string): text is Template => Object.hasOwn(templates, text)

export function writeOf(rule: ProactiveRule): ProactiveRuleWrite {
  const { name, message, authorId, conditions, frequency, hours, activeFrom, activeTo, enabled } = rule
  return { name, message, authorId, conditions, frequency, hours, activeFrom, activeTo, enabled }
}

const isText = (value: unknown) => String(value ?? '').trim() !== ''
const compares = ({ op, value }: { op: ValueOp; value?: string | number | boolean }) => op === 'exists' || isText(value)

/** Filled in far enough to be asked about. */
export function isWhole(condition: ProactiveCondition): boolean {
  switch (condition.kind) {
    case 'page':
      return isText(condition.value)
    case 'timeOnPage':
    case 'timeOnSite':
      return condition.seconds >= 1
    case 'scroll':
      return condition.percent >= 1 && condition.percent <= 100
    case 'event':
      return isText(condition.name) && (condition.where ?? []).every(one => isText(one.property) && compares(one))
    case 'cart':
      return condition.atLeast > 0
    case 'trait':
      return isText(condition.key) && compares(condition)
    case 'visits':
      return condition.atLeast >= 1
    case 'country':
    case 'source':
      return condition.in.length > 0
    case 'segment':
      return condition.segment !== ''
    case 'known':
    case 'talked':
      return true
  }
}

/** The first moment of a day where the workspace is. */
export function startOfDay(day: string, timezone: string): string {
  const utc = Date.parse(`${day}T00:00:00Z`)
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  const once = utc - offsetAt(utc, timezone)
  return new Date(utc - offsetAt(once, timezone)).toISOString()
}
export const dayAfter = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** `2026-11-26`, where the workspace is. */
export const dayOf = (instant: string | number, timezone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(instant)
  )

function offsetAt(at: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit'
  }).formatToParts(new Date(at))
  const of = (type: string) => Number(parts.find(part => part.type === type)?.value ?? 0)
  return (
    Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) -
    Math.floor(at / 1000) * 1000
  )
}
