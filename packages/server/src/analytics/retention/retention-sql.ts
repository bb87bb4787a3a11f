import type { RetentionQuestion } from '@foyer/protocol'
import { breakdownSql } from '../language/breakdown.ts'
import { fieldOf } from '../language/fields.ts'
import { isOwnDoing } from '../language/kept-visits.ts'
import { newQuery, type Query } from '../language/query.ts'
import { aroundVisits, choiceSql, eventsWhere, type Scope } from '../language/where.ts'
import { personKey, visitKey } from '../language/who.ts'
import { visitValues } from '../visits/visits-that.ts'
import { beforeSpan, type Periods, periodSql } from './periods.ts'

export type RetentionRow = { cohort: number; value: string; isRest: number; size: number; returned: number[] }

/** Of a word. */
const bits = 64
/** The order of (time, id) as one number: the first by a tuple took twice as long. An id is compared by its second half. */
const moment = `bitShiftLeft(toUInt128(toUnixTimestamp64Milli(time)), 64) + bitShiftRight(reinterpretAsUInt128(id), 64)`
/** No period has this number. */
const never = 65_535

/** Size and returns of each cohort; with a breakdown of each cohort and value, where all but the largest values are one. */
export function retentionSql(
  scope: Scope,
  periods: Periods,
  question: RetentionQuestion
): { sql: string; query: Query } {
  const query = newQuery()
  const people = namedSql(query, scope, periods, question, cohortsSql(query, scope, periods, question))
  const counts = `count() AS size, sumForEach(arrayMap(later -> ${cameBack(periods, question, 'later')}, range(${query.bind(periods.later + 1, 'UInt8')}))) AS returned`
  if (question.breakdown === undefined)
    return { query, sql: `SELECT cohort, '' AS value, 0 AS isRest, ${counts} FROM (${people}) GROUP BY cohort` }
  // Who started is looked for once, which takes nearly all of the time; the values are ranked by what came of it.
  return {
    query,
    sql: `SELECT cohort, if(isRest, '', value) AS value, isRest, sum(people) AS size, sumForEach(came) AS returned FROM (
        SELECT cohort, value, people, came, dense_rank() OVER (ORDER BY whole DESC, value) > ${query.bind(question.limit ?? 10, 'UInt32')} AS isRest FROM (
          SELECT cohort, value, size AS people, returned AS came, sum(size) OVER (PARTITION BY value) AS whole
          FROM (SELECT cohort, value, ${counts} FROM (${people}) GROUP BY cohort, value)))
      GROUP BY cohort, value, isRest`
  }
}

type Cell = { cohort: number; later: number; who: 'returned' | 'lost' }

/** The people of a cohort who came back in a later period, or who did not; and when: that time, or when they started. */
export function retentionCellSql(
  scope: Scope,
  periods: Periods,
  question: RetentionQuestion,
  cell: Cell
): { sql: string; query: Query } {
  const query = newQuery()
  const cohort = query.bind(cell.cohort, 'UInt32')
  const later = query.bind(cell.later, 'UInt8')
  const when =
    cell.who === 'lost'
      ? `isStart AND period = ${cohort}`
      : `isReturn AND period ${isOnOrAfter(question) ? '>=' : '='} ${cohort} + ${later}`
  const people = cohortsSql(
    query,
    scope,
    periods,
    { ...question, breakdown: undefined },
    `, minIf(toUnixTimestamp64Milli(time), ${when}) AS atMs`
  )
  const returned = cameBack(periods, question, later)
  return {
    query,
    sql: `SELECT who, atMs FROM (${people}) WHERE cohort = ${cohort} AND ${cell.who === 'lost' ? `NOT (${returned})` : returned}`
  }
}

/**
 * One row for each person and cohort of theirs, with when they came back: a bit for each period, in words of 64. Where it is only asked
 * whether that was in a period or later, the last one is enough, counted from 1.
 */
function cohortsSql(query: Query, scope: Scope, periods: Periods, question: RetentionQuestion, more = ''): string {
  const events = eventsSql(query, scope, periods, question)
  const returns = isOnOrAfter(question)
    ? 'max(if(isReturn, period + 1, 0)) AS last'
    : masksSql(periods, 'returned', 'isReturn')
  if (question.cohorts !== 'recurring') {
    const value = question.breakdown === undefined ? '' : ', argMinIf(said, moment, isStart) AS value'
    return `SELECT * FROM (SELECT who, min(if(isStart, period, ${never})) AS cohort${value}, ${returns}${more} FROM (${events}) GROUP BY who)
      WHERE cohort != ${never} AND who NOT IN (${startedBefore(query, scope, periods, question)})`
  }
  if (question.breakdown === undefined)
    return `SELECT *, arrayJoin(arrayConcat(${wordsOf(periods).map(startedIn).join(', ')})) AS cohort
      FROM (SELECT who, ${masksSql(periods, 'started', 'isStart')}, ${returns}${more} FROM (${events}) GROUP BY who)`
  return `SELECT * FROM (SELECT who, period AS cohort, argMin(said, moment) AS value FROM (${events}) WHERE isStart GROUP BY who, cohort) AS starts
    LEFT JOIN (SELECT who, ${returns} FROM (${events}) WHERE isReturn GROUP BY who) AS returns USING who`
}

function eventsSql(query: Query, scope: Scope, periods: Periods, question: RetentionQuestion): string {
  const { span } = periods
  const isStart = startSql(query, scope, span, question)
  const isReturn = question.return ? choiceSql(query, scope, question.return, span, 'return') : isOwnDoing
  const said =
    question.breakdown === undefined
      ? ''
      : `, ${saidSql(query, scope, span, question.breakdown)} AS said, ${moment} AS moment`
  return `SELECT ${personKey(query, scope.workspaceNumber, scope.joins)} AS who, ${periodSql(query, periods)} AS period, ${isStart} AS isStart, ${isReturn} AS isReturn, time${said}
    FROM events WHERE ${eventsWhere(query, scope, span, question)} AND (isStart OR isReturn)`
}

/** What an event says; of what its visit began with, which visit it was, so that only those that count are looked up. */
const saidSql = (query: Query, scope: Scope, span: Periods['span'], breakdown: string) =>
  fieldOf(breakdown, 'breakdown').level === 'visit' ? visitKey : breakdownSql(query, scope, breakdown, span)

/** The visits that people started in by what they began with, looked up once there is one row a person and cohort. */
function namedSql(query: Query, scope: Scope, { span }: Periods, question: RetentionQuestion, people: string): string {
  const field = question.breakdown === undefined ? undefined : fieldOf(question.breakdown, 'breakdown')
  if (field?.level !== 'visit') return people
  return `SELECT people.* EXCEPT (value), begun.value AS value FROM (${visitValues(query, scope, aroundVisits(span), field)}) AS begun
    RIGHT JOIN (${people}) AS people ON begun.visit = people.value`
}

const startSql = (query: Query, scope: Scope, span: Periods['span'], question: RetentionQuestion) =>
  question.start ? choiceSql(query, scope, question.start, span, 'start') : isOwnDoing

/** Who started before the span, as far back as events are kept: their first time is none of these cohorts. */
function startedBefore(query: Query, scope: Scope, periods: Periods, question: RetentionQuestion): string {
  const before = beforeSpan(periods.span)
  return `SELECT ${personKey(query, scope.workspaceNumber, scope.joins)} FROM events
    WHERE ${eventsWhere(query, scope, before, question)} AND ${startSql(query, scope, before, question)}`
}

const wordsOf = (periods: Periods) => Array.from({ length: Math.ceil(periods.starts.length / bits) }, (_, word) => word)
const isOnOrAfter = (question: RetentionQuestion) => question.counting === 'onOrAfter'

function masksSql(periods: Periods, name: string, when: string): string {
  const words = wordsOf(periods)
  const bit = (word: number) =>
    words.length === 1
      ? `if(${when}, bitShiftLeft(toUInt64(1), period), 0)`
      : `if(${when} AND intDiv(period, ${bits}) = ${word}, bitShiftLeft(toUInt64(1), period % ${bits}), 0)`
  return words.map(word => `groupBitOr(${bit(word)}) AS ${name}${word}`).join(', ')
}

const startedIn = (word: number) => `arrayMap(at -> toUInt16(at + ${word * bits}), bitPositionsToArray(started${word}))`

/** Whether somebody came back so many periods after the one of their cohort. */
function cameBack(periods: Periods, question: RetentionQuestion, later: string): string {
  if (isOnOrAfter(question)) return `last > cohort + ${later}`
  const words = wordsOf(periods)
  if (words.length === 1) return `bitTest(bitShiftRight(returned0, cohort), ${later})`
  // From the bit of the cohort on, over the edge of its word: 61 periods fit into one again.
  const all = `[${words.map(word => `returned${word}`).join(', ')}, 0]`
  return `bitTest(bitOr(bitShiftRight(${all}[intDiv(cohort, ${bits}) + 1], cohort % ${bits}), if(cohort % ${bits} = 0, 0, bitShiftLeft(${all}[intDiv(cohort, ${bits}) + 2], ${bits} - cohort % ${bits}))), ${later})`
}
