import { exportLimits, type PeopleBehindAnswer, type PeopleQuery, type PersonSummary } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { listPeople } from '../../people/index.ts'
import type { Cell, Column, Listed } from './cells.ts'

export const pageRows = 500
const texts = ['name', 'email', 'company', 'friendlyName'] as const
const times = ['firstSeenAt', 'lastSeenAt'] as const
const more = ['firstSource', 'country', 'region', 'city', 'browser', 'os', 'device'] as const
const text = (name: string): Column => ({ name, type: 'text' })
const columns: Column[] = [
  text('id'),
  ...texts.map(text),
  { name: 'verified', type: 'whole' },
  ...times.map(text),
  { name: 'visits', type: 'whole' },
  { name: 'events', type: 'whole' },
  ...more.map(text)
]

const rowOf = (person: PersonSummary): Cell[] => [
  person.id,
  ...texts.map(name => person[name] ?? ''),
  person.verified ? 1 : 0,
  ...times.map(name => person[name]),
  person.visits,
  person.events,
  ...more.map(name => person[name] ?? '')
]

/** The People page's list: of everybody, of those its filters mean, or of a segment. */
export function peopleTable(
  sql: ISql,
  scope: { workspaceId: string; now: Date; among?: readonly string[] },
  query: PeopleQuery
): Listed {
  async function* rows(): AsyncGenerator<Cell[]> {
    let cursor: string | undefined
    for (let count = 0; count < exportLimits.people; count += pageRows) {
      const asked = { ...query, limit: pageRows, ...(cursor === undefined ? {} : { cursor }) }
      const page = await listPeople(sql, scope, asked)
      yield* page.items.map(rowOf)
      cursor = page.nextCursor
      if (cursor === undefined) return
    }
  }
  return { name: 'people', columns, rows: rows() }
}

/** Those behind a figure, the newest first, with when they did it. */
export function behindTable(page: (cursor: string | undefined) => Promise<PeopleBehindAnswer>): Listed {
  async function* rows(): AsyncGenerator<Cell[]> {
    let cursor: string | undefined
    for (let count = 0; count < exportLimits.people; count += pageRows) {
      const answer = await page(cursor)
      yield* answer.items.map(({ at, ...person }) => [at ?? '', ...rowOf(person)])
      cursor = answer.nextCursor
      if (cursor === undefined) return
    }
  }
  return { name: 'people', columns: [text('at'), ...columns], rows: rows() }
}
