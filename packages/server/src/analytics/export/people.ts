import { exportLimits, type PeopleQuery } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { listPeople } from '../../people/index.ts'
import type { Cell, Column, Listed } from './cells.ts'

const pageRows = 500
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
      for (const person of page.items)
        yield [
          person.id,
          ...texts.map(name => person[name] ?? ''),
          person.verified ? 1 : 0,
          ...times.map(name => person[name]),
          person.visits,
          person.events,
          ...more.map(name => person[name] ?? '')
        ]
      cursor = page.nextCursor
      if (cursor === undefined) return
    }
  }
  return { name: 'people', columns, rows: rows() }
}
