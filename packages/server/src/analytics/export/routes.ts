import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  ErrorBody,
  EventsQuestion,
  type ExportFormat,
  ExportRequest,
  eventExportColumns,
  exportLimits,
  Moment,
  PeopleBehind,
  PeopleQuery,
  RequestsFilter
} from '@foyer/protocol'
import { Type } from 'typebox'
import { type Actor, AppError, actorOf, begun, checkedBy, inPieces } from '../../http/index.ts'
import { peopleByHalf } from '../../people/index.ts'
import { refusalOf } from '../ask.ts'
import { peopleBehind } from '../behind/behind.ts'
import { behindOf } from '../behind/routes.ts'
import type { AnalyticsContext } from '../context.ts'
import type { Span } from '../language/moments.ts'
import { lastHalfHour } from '../last-half-hour/last-half-hour.ts'
import type { Questions } from '../question.ts'
import { askedSpan, browsersOf } from '../requests/request-where.ts'
import { summarizeRequests } from '../requests/summary.ts'
import { kindOf } from '../saved/kinds.ts'
import { after, asList } from './bytes.ts'
import { csvLine, type Listed, type Table } from './cells.ts'
import { eventsSql } from './events.ts'
import { disposition } from './file-name.ts'
import { LedgerQuestion, ledgerTable } from './ledger.ts'
import { liveTable } from './live.ts'
import { behindTable, pageRows, peopleTable } from './people.ts'
import { named, parquetOf, reportTable, tableName, written } from './report.ts'
import { requestsTable, requestTables } from './requests.ts'
import type { TableKind } from './tables.ts'

const types: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  parquet: 'application/vnd.apache.parquet'
}
const Spanned = Type.Object({ from: Moment, to: Moment, timezone: Type.Optional(Type.String({ maxLength: 64 })) })

function assertMayReadPeople(actor: Actor): void {
  if (!actor.scopes.has('people:read'))
    throw new AppError('forbidden', 'This export says who did what: it needs people:read as well.')
}

const minuteMs = 60_000

type Begun = { bytes: AsyncIterable<Uint8Array>; span: Span; table: string }

/** Tables and events as files, while they are made. */
export function exportRoutes(
  { sql, events, clock, requestLogDays }: Pick<AnalyticsContext, 'sql' | 'events' | 'clock' | 'requestLogDays'>,
  asking: Questions,
  inSegment: (workspaceId: string, segment: string) => Promise<readonly string[]>
): FastifyPluginAsyncTypebox {
  /** Workspaces whose events are on their way: one of two connections stays free for the others. */
  const underway = new Set<string>()

  async function ofEvents(actor: Actor, asked: ExportRequest, signal: AbortSignal): Promise<Begun> {
    assertMayReadPeople(actor)
    const question = checkedBy(EventsQuestion, asked.question, 'question')
    const { workspaceId } = actor
    const about = await asking(actor, question)
    const { sql: statement, query } = eventsSql(about, question, asked.columns, asked.format)
    if (underway.has(workspaceId))
      throw new AppError('too_many_requests', 'An export of this workspace is under way. Try again once it is done.', {
        retryAfterSeconds: 10
      })
    async function* once(bytes: AsyncIterable<Uint8Array>) {
      underway.add(workspaceId)
      try {
        yield* bytes
      } finally {
        underway.delete(workspaceId)
      }
    }
    const format = ({ csv: 'CSV', json: 'JSONEachRow', ndjson: 'JSONEachRow', parquet: 'Parquet' } as const)[
      asked.format
    ]
    const bytes = events.stream(statement, query.params, format, signal)
    return { span: about.span, table: 'events', bytes: once(framed(bytes, asked)) }
  }

  async function ofReport(actor: Actor, kind: TableKind, asked: ExportRequest, signal: AbortSignal): Promise<Begun> {
    const spanned = checkedBy(Spanned, asked.question, 'question')
    kindOf(kind).check(asked.question, 'question')
    const about = await asking(actor, { ...asked.question, ...spanned })
    const from = { sql, mayReadWords: actor.scopes.has('conversations:read'), requestLogDays }
    const table = await reportTable(kind, about, asked, from)
    return { span: about.span, table: table.name, bytes: bytesOf(table, asked.format, signal) }
  }

  async function ofRequests(actor: Actor, asked: ExportRequest, signal: AbortSignal): Promise<Begun> {
    const filter = checkedBy(RequestsFilter, asked.question, 'question')
    const about = await asking(actor, askedSpan(filter, clock().getTime()))
    const own = await browsersOf(sql, actor.workspaceId, filter.visitor)
    const name = tableName('requests', asked.table)
    const table =
      name === 'requests'
        ? requestsTable(about, filter, own, requestLogDays)
        : named(
            requestTables(await summarizeRequests(about, filter, own, requestLogDays, exportLimits.reportRows)),
            name
          )
    return { span: about.span, table: table.name, bytes: bytesOf(table, asked.format, signal) }
  }

  async function ofLive(actor: Actor, asked: ExportRequest, signal: AbortSignal): Promise<Begun> {
    const name = tableName('live', asked.table)
    const nowMs = clock().getTime()
    const span = { fromMs: nowMs - 30 * minuteMs, toMs: nowMs + minuteMs }
    const about = await asking(actor, {
      from: new Date(span.fromMs).toISOString(),
      to: new Date(span.toMs).toISOString()
    })
    const now = await lastHalfHour(about)
    return { span: about.span, table: name, bytes: bytesOf(liveTable(now, name), asked.format, signal) }
  }

  async function ofLedger(actor: Actor, asked: ExportRequest, signal: AbortSignal): Promise<Begun> {
    if (!actor.scopes.has('workspace:read'))
      throw new AppError('forbidden', 'The ledger is of the workspace: this export needs workspace:read as well.')
    const name = tableName('ledger', asked.table)
    const { agentId, ...spanned } = checkedBy(LedgerQuestion, asked.question, 'question')
    const { span } = await asking(actor, spanned)
    const table = ledgerTable(sql, { workspaceId: actor.workspaceId, span, agentId }, name)
    return { span, table: name, bytes: bytesOf(table, asked.format, signal) }
  }

  async function ofPeople(actor: Actor, asked: ExportRequest, signal: AbortSignal): Promise<Begun> {
    assertMayReadPeople(actor)
    const query = checkedBy(Type.Omit(PeopleQuery, ['cursor', 'limit']), asked.question, 'question')
    const { workspaceId } = actor
    const among = query.segment === undefined ? {} : { among: await inSegment(workspaceId, query.segment) }
    const now = clock()
    const table = peopleTable(sql, { workspaceId, now, ...among }, query)
    const span = { fromMs: now.getTime(), toMs: now.getTime() + 1, timezone: 'UTC' }
    return { span, table: table.name, bytes: bytesOf(table, asked.format, signal) }
  }

  async function ofBehind(actor: Actor, asked: ExportRequest, signal: AbortSignal): Promise<Begun> {
    assertMayReadPeople(actor)
    const { of } = checkedBy(Type.Pick(PeopleBehind, ['of']), asked.question, 'question')
    const about = await asking(actor, of.question)
    const own = { workspaceId: actor.workspaceId, now: clock() }
    const table = behindTable(cursor =>
      // Anew for each page: a statement holds the values of one.
      peopleBehind(
        about,
        behindOf(about, of),
        { limit: pageRows, ...(cursor === undefined ? {} : { cursor }) },
        (_workspace, halves) => peopleByHalf(sql, own, halves)
      )
    )
    return { span: about.span, table: table.name, bytes: bytesOf(table, asked.format, signal) }
  }

  const bytesOf = (table: Table | Listed, format: ExportFormat, signal: AbortSignal) =>
    format === 'parquet' ? parquetOf(events, table, signal) : inPieces(written(table, format))

  function begin(actor: Actor, asked: ExportRequest, signal: AbortSignal): Promise<Begun> {
    tableName(asked.kind, asked.table)
    if (asked.kind === 'events') return ofEvents(actor, asked, signal)
    if (asked.kind === 'people') return ofPeople(actor, asked, signal)
    if (asked.kind === 'behind') return ofBehind(actor, asked, signal)
    if (asked.kind === 'ledger') return ofLedger(actor, asked, signal)
    if (asked.kind === 'live') return ofLive(actor, asked, signal)
    if (asked.kind === 'requests') return ofRequests(actor, asked, signal)
    return ofReport(actor, asked.kind, asked, signal)
  }

  return async app => {
    app.post(
      '/api/analytics/export',
      {
        config: { access: 'analytics:read' },
        bodyLimit: 256 * 1024,
        schema: {
          body: ExportRequest,
          response: { 200: Type.Unsafe<NodeJS.ReadableStream>({ description: 'The file' }), '4xx': ErrorBody }
        }
      },
      async (request, reply) => {
        const { body } = request
        const gone = new AbortController()
        reply.raw.once('close', () => gone.abort())
        const { bytes, ...about } = await begin(actorOf(request), body, gone.signal)
        const stream = await begun(bytes).catch(fault => {
          throw refusalOf(fault)
        })
        return reply
          .type(types[body.format])
          .header('cache-control', 'no-store')
          .header(
            'content-disposition',
            disposition({ name: body.name, kind: body.kind, table: about.table }, about.span, body.format)
          )
          .send(stream)
      }
    )
  }
}

function framed(bytes: AsyncIterable<Uint8Array>, { format, columns }: ExportRequest): AsyncIterable<Uint8Array> {
  if (format === 'json') return asList(bytes)
  return format === 'csv' ? after(csvLine(columns ?? eventExportColumns.usual), bytes) : bytes
}
