import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  ErrorBody,
  IdentityChain,
  LiveNow,
  PeopleFacets,
  PeoplePage,
  PeopleQuery,
  Person,
  Timeline,
  TimelineQuery,
  UnmergeAnswer,
  UnmergeRequest,
  VisitorId
} from '@foyer/protocol'
import type { ISql } from 'postgres'
import { Type } from 'typebox'
import { type Actor, actorOf, toUuid } from '../http/index.ts'
import { undoJoin } from '../identity/index.ts'
import type { EventStore } from '../stores/events/index.ts'
import type { Records } from '../stores/records/index.ts'
import { countHere, hereNow } from './here-now.ts'
import { listPeople, peopleFacets } from './list.ts'
import { findPerson, identityChain, personProfile } from './profile.ts'
import { type PersonRow, personColumns, summaryOf } from './summary.ts'
import { timeline } from './timeline.ts'

export type PeopleRoutes = {
  records: Records
  events: EventStore
  clock: () => Date
  /** Resolves when what was acknowledged before can be read. */
  caughtUp(): Promise<void>
  audit(actor: Actor, action: string, target: string, detail: { kind: string; join: string }, sql: ISql): Promise<void>
  changed(workspaceId: string, people: string[]): void
  /** The people of a segment, by their ids. */
  inSegment(workspaceId: string, segment: string): Promise<readonly string[]>
}

const errors = { 404: ErrorBody, 422: ErrorBody }
const byId = Type.Object({ id: VisitorId })
const reading = { access: 'people:read' as const }

export function peopleRoutes(deps: PeopleRoutes): FastifyPluginAsyncTypebox {
  const { events, clock } = deps
  const { sql } = deps.records
  const among = async (workspaceId: string, { segment }: PeopleQuery) => ({
    workspaceId,
    now: clock(),
    ...(segment !== undefined && { among: await deps.inSegment(workspaceId, segment) })
  })
  return async app => {
    app.get(
      '/api/people',
      { config: reading, schema: { querystring: PeopleQuery, response: { 200: PeoplePage, ...errors } } },
      async request => listPeople(sql, await among(actorOf(request).workspaceId, request.query), request.query)
    )
    app.get(
      '/api/people/facets',
      { config: reading, schema: { querystring: PeopleQuery, response: { 200: PeopleFacets, ...errors } } },
      async request => peopleFacets(sql, await among(actorOf(request).workspaceId, request.query), request.query)
    )
    app.get(
      '/api/people/:id',
      { config: reading, schema: { params: byId, response: { 200: Person, ...errors } } },
      async request => {
        await deps.caughtUp()
        const found = await findPerson(sql, actorOf(request).workspaceId, request.params.id)
        return personProfile(sql, events, found, clock())
      }
    )
    app.get(
      '/api/people/:id/timeline',
      { config: reading, schema: { params: byId, querystring: TimelineQuery, response: { 200: Timeline, ...errors } } },
      async request => {
        await deps.caughtUp()
        const found = await findPerson(sql, actorOf(request).workspaceId, request.params.id)
        return timeline(events, sql, found, request.query)
      }
    )
    app.get(
      '/api/people/:id/identity',
      { config: reading, schema: { params: byId, response: { 200: IdentityChain, ...errors } } },
      async request => identityChain(sql, await findPerson(sql, actorOf(request).workspaceId, request.params.id))
    )
    app.post(
      '/api/people/:id/unmerge',
      {
        config: { access: 'people:write' },
        schema: { params: byId, body: UnmergeRequest, response: { 200: UnmergeAnswer, ...errors } }
      },
      async request => {
        const actor = actorOf(request)
        const found = await findPerson(sql, actor.workspaceId, request.params.id)
        const undo = { ...found, joinId: toUuid(request.body.joinId), by: actor.label, at: clock() }
        const people = await undoJoin(deps.records.sql, undo, (transaction, join) =>
          // Not by what they were joined: the trail cannot be rewritten when somebody is erased.
          deps.audit(
            actor,
            'person.unmerge',
            request.params.id,
            { kind: join.kind, join: request.body.joinId },
            transaction
          )
        )
        deps.changed(actor.workspaceId, [...people, found.person])
        const rows = await sql<PersonRow[]>`
          SELECT ${personColumns(sql, clock())} FROM people p WHERE p.id = ANY(${people}::uuid[]) ORDER BY p.first_seen_at`
        return { people: rows.map(summaryOf) }
      }
    )
    app.get(
      '/api/live/now',
      { config: { access: 'live:read' }, schema: { response: { 200: LiveNow } } },
      async request => {
        const { workspaceId } = actorOf(request)
        const now = clock()
        const [items, total] = await Promise.all([hereNow(sql, workspaceId, now), countHere(sql, workspaceId, now)])
        return { items, total, asOf: now.toISOString() }
      }
    )
  }
}
