import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  ErrorBody,
  EventsQuestion,
  type ExportFormat,
  ExportRequest,
  eventExportColumns,
  Moment,
  type ReportKind
} from '@foyer/protocol'
import { Type } from 'typebox'
import { type Actor, AppError, actorOf, checkedBy } from '../../http/index.ts'
import type { EventStore } from '../../stores/events/index.ts'
import { refusalOf } from '../ask.ts'
import type { Asking, Questions } from '../question.ts'
import { kindOf } from '../saved/kinds.ts'
import { after, asList, begun, inPieces } from './bytes.ts'
import { csvLine } from './cells.ts'
import { eventsSql } from './events.ts'
import { disposition } from './file-name.ts'
import { parquetOf, reportTable, written } from './report.ts'

const types: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  parquet: 'application/vnd.apache.parquet'
}
const Spanned = Type.Object({ from: Moment, to: Moment, timezone: Type.Optional(Type.String({ maxLength: 64 })) })

type Begun = { bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>; asking: Asking; table: string }

/** Tables and events as files, while they are made. */
export function exportRoutes(events: Pick<EventStore, 'stream'>, asking: Questions): FastifyPluginAsyncTypebox {
  /** Workspaces whose events are on their way: one of two connections stays free for the others. */
  const underway = new Set<string>()

  async function ofEvents(actor: Actor, asked: ExportRequest, signal: AbortSignal): Promise<Begun> {
    if (!actor.scopes.has('people:read'))
      throw new AppError('forbidden', 'Events say who did what: exporting them needs people:read as well.')
    const question = checkedBy(EventsQuestion, asked.question, 'question')
    const { workspaceId } = actor
    const about = await asking(actor, question)
    const { sql, query } = eventsSql(about, question, asked.columns, asked.format)
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
    const bytes = events.stream(sql, query.params, format, signal)
    return { asking: about, table: 'events', bytes: once(framed(bytes, asked)) }
  }

  async function ofReport(actor: Actor, kind: ReportKind, asked: ExportRequest, signal: AbortSignal): Promise<Begun> {
    const { from, to, timezone } = checkedBy(Spanned, asked.question, 'question')
    kindOf(kind).check(asked.question, 'question')
    const about = await asking(actor, { from, to, ...(timezone === undefined ? {} : { timezone }) })
    const table = await reportTable(kind, about, asked)
    const bytes = asked.format === 'parquet' ? parquetOf(events, table, signal) : inPieces(written(table, asked.format))
    return { asking: about, table: table.name, bytes }
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
        const { bytes, ...about } =
          body.kind === 'events'
            ? await ofEvents(actorOf(request), body, gone.signal)
            : await ofReport(actorOf(request), body.kind, body, gone.signal)
        const stream = await begun(asAsync(bytes)).catch(fault => {
          throw refusalOf(fault)
        })
        return reply
          .type(types[body.format])
          .header('cache-control', 'no-store')
          .header(
            'content-disposition',
            disposition({ name: body.name, kind: body.kind, table: about.table }, about.asking.span, body.format)
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

async function* asAsync(bytes: Begun['bytes']): AsyncGenerator<Uint8Array> {
  yield* bytes
}
