import type { EventChoice } from '@foyer/protocol'
import type { Span } from '../language/moments.ts'
import type { Query } from '../language/query.ts'
import { choiceSql, eventsWhere, type Scope } from '../language/where.ts'
import { personKey } from '../language/who.ts'
import { anyOrderSql } from './any-order-sql.ts'
import { inOrderSql } from './in-order-sql.ts'
import { maskOf, packingOf, walkOf } from './packing.ts'
import type { Funnel, FunnelSpec } from './spec.ts'

/**
 * One row for each person who began, with what can be told of them: which steps they came to, and of one attempt when it was at each.
 * That attempt is the one that came farthest, of those the one that got there first, and of those the one that began last.
 */
export type Attempts = {
  sql: string
  /** Milliseconds, as instants have them. */
  startMs: string
  reached(step: number): string
  /** In the attempt: 0 or 1, and when. */
  did(step: number): string
  atMs(step: number): string
  /** When they first came to a step, in whichever attempt. */
  firstAtMs(step: number): string
}

/** Each page sends these by itself when it is scrolled or left; nobody would mean them by "nothing between". */
const silent = `'scroll', 'exit'`

export function attemptsSql(
  query: Query,
  scope: Scope,
  span: Pick<Span, 'fromMs' | 'toMs'>,
  spec: FunnelSpec,
  funnel: Funnel,
  more: { carried?: string | undefined; at?: string } = {}
): Attempts {
  const { windowMs } = funnel
  const at = more.at ?? ''
  const packing = packingOf(funnel, span)
  const read = { fromMs: span.fromMs, toMs: span.toMs + windowMs }
  const choice = (one: EventChoice, place: string) => choiceSql(query, scope, one, read, place)
  const steps = funnel.steps.map((step, index) => {
    const either = [
      choice(step, `${at}steps.${index}`),
      ...(step.anyOf ?? []).map((other, place) => choice(other, `${at}steps.${index}.anyOf.${place}`))
    ].join(' OR ')
    // The first step must lie in the span itself; later ones have their window.
    return index === 0
      ? `((${either}) AND time < fromUnixTimestamp64Milli(${query.bind(span.toMs, 'Int64')}))`
      : `(${either})`
  })
  const exclusions = packing.groups.map(
    after =>
      `(${funnel.exclude.flatMap((one, index) => (one.after === after ? [choice(one, `${at}exclude.${index}`)] : [])).join(' OR ')})`
  )
  const isNoise = funnel.order === 'strict' ? [`(type NOT IN (${silent}))`] : []
  const relevant = [...steps, ...exclusions, ...isNoise].join(' OR ')
  // Small numbers first: what is worked out for ten million events is not widened before it has to be.
  const key = [
    `bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - ${query.bind(packing.baseMs, 'Int64')}), ${packing.timeShift})`,
    `(${maskOf(steps.map((_, step) => packing.step(step)))} - (${steps.map((sql, step) => bit(sql, packing.step(step))).join(' + ')}))`,
    ...(packing.rank === undefined ? [] : [bit(rankSql(steps), packing.rank)]),
    ...exclusions.map((sql, group) => bit(sql, packing.exclusion(group))),
    ...isNoise.map(sql => bit(`(${sql} OR ${steps.join(' OR ')})`, packing.anything))
  ].join(' + ')
  // What the steps are is read off each event once: left to itself, the store looks at them to filter and then again for the number.
  const who = personKey(query, scope.workspaceNumber, scope.joins)
  const events = `FROM events PREWHERE ${eventsWhere(query, scope, read, spec)} WHERE ${relevant}`
  const people =
    more.carried === undefined
      ? `SELECT who, arraySort(groupArray(key)) AS keys FROM (SELECT ${who} AS who, ${key} AS key ${events}) GROUP BY who`
      : `SELECT who, arraySort(unsorted) AS keys, unsorted, carried FROM (
          SELECT who, groupArray(key) AS unsorted, groupArray(carries) AS carried
          FROM (SELECT ${who} AS who, ${key} AS key, ${more.carried} AS carries ${events}) GROUP BY who)`
  const walk = walkOf(query, funnel, packing)
  const walked = funnel.order === 'any' ? anyOrderSql(walk, people) : inOrderSql(walk, people)
  const base = query.bind(packing.baseMs, 'Int64')
  const ms = (key: string) => `toInt64(bitShiftRight(${key}, ${packing.timeShift})) + ${base}`
  return {
    sql: more.carried === undefined ? walked.sql : `SELECT *, ${saidSql(funnel, spec)} AS said FROM (${walked.sql})`,
    startMs: ms('start'),
    reached: step => `first${step} != 0`,
    did: step => `did${step} != 0`,
    atMs: step => ms(`did${step}`),
    firstAtMs: step => ms(walked.firstDone(step))
  }
}

const bit = (sql: string, place: number) => `${sql} * ${2n ** BigInt(place)}`

/** An event that is steps 1 and 2 lies between those that are only 1 and those that are only 2: by its first and its last step together. */
function rankSql(steps: string[]): string {
  const numbered = steps.map((sql, step) => `${sql}, ${step}`)
  return `toUInt64(multiIf(${numbered.join(', ')}, ${steps.length}) + multiIf(${numbered.toReversed().join(', ')}, ${steps.length}))`
}

/**
 * What the event carries that the attempt goes by: whoever did not come as far as the step asked for is told by their last before it. Of events
 * that are the same to the walk (two of one step in one millisecond), always the same one.
 */
function saidSql({ steps }: Funnel, { attribution = 'first' }: FunnelSpec): string {
  const last = attribution === 'last' ? steps.length : attribution
  const events = last === 'first' ? [] : Array.from({ length: last }, (_, index) => `did${index + 1}`)
  const event = events.length === 0 ? 'start' : `greatest(start, ${events.join(', ')})`
  return `arrayMax(arrayMap((key, carries) -> if(key = ${event}, carries, 0), unsorted, carried))`
}
