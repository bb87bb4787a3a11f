import { type Static, Type } from 'typebox'
import { AnswerRange, questionFields } from './analytics.ts'
import { AgentId, ConversationId, PageQuery, VisitorId } from './ids.ts'
import { requestSources } from './plain.ts'

const Optional = Type.Optional
const Count = Type.Integer()

/** Which requests are meant: the list and its summary take the same. Without a time, the last 24 hours. */
export const RequestsFilter = Type.Object({
  from: Optional(questionFields.from),
  to: Optional(questionFields.to),
  timezone: questionFields.timezone,
  agentId: Optional(AgentId),
  /** An address, a range (`81.2.69.0/24`), or how addresses begin (`81.2.`). */
  ip: Optional(Type.String({ minLength: 1, maxLength: 64 })),
  /** The pattern of a route, such as `/api/visitors/:visitorId/events`. */
  endpoint: Optional(Type.String({ maxLength: 200 })),
  method: Optional(Type.Enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])),
  /** `2xx` to `5xx`, `errors` for everything from 400 on, or one status. */
  status: Optional(
    Type.String({
      pattern: '^([1-5]xx|[1-5]\\d\\d|errors)$',
      description: '2xx to 5xx, errors, or one status such as 404'
    })
  ),
  source: Optional(Type.Enum([...requestSources])),
  visitor: Optional(VisitorId),
  conversation: Optional(ConversationId),
  /** Two letters; `none`, or empty, for those of no known country. */
  country: Optional(Type.String({ pattern: '^([A-Z]{2}|none)?$', description: 'two letters, such as DE, or none' })),
  /** Part of an endpoint, an error code, a browser or a system; or a whole request id. */
  search: Optional(Type.String({ minLength: 1, maxLength: 200 }))
})
export type RequestsFilter = Static<typeof RequestsFilter>
export const RequestsQuery = Type.Object({ ...RequestsFilter.properties, ...PageQuery })
export type RequestsQuery = Static<typeof RequestsQuery>

/**
 * One request, or several that were summed up: then `count` is how many, `durationMs` what they took on average, and nothing is known of
 * who sent them.
 */
export const LoggedRequest = Type.Object({
  id: Type.String(),
  at: Type.String(),
  count: Count,
  method: Type.String(),
  endpoint: Type.String(),
  status: Count,
  durationMs: Type.Number(),
  source: Type.Enum([...requestSources]),
  ip: Optional(Type.String()),
  country: Optional(Type.String()),
  browser: Optional(Type.String()),
  os: Optional(Type.String()),
  bot: Optional(Type.String()),
  agentId: Optional(Type.String()),
  visitorId: Optional(Type.String()),
  conversationId: Optional(Type.String()),
  /** The code of the error it was answered with. */
  error: Optional(Type.String())
})
export type LoggedRequest = Static<typeof LoggedRequest>
export const Requests = Type.Object({ items: Type.Array(LoggedRequest), nextCursor: Optional(Type.String()) })
export type Requests = Static<typeof Requests>

const RequestGroup = Type.Object({ value: Type.String(), requests: Count, errors: Count, p95: Type.Number() })
export type RequestGroup = Static<typeof RequestGroup>
export const RequestsSummary = Type.Object({
  range: AnswerRange,
  /** What one point is about, in seconds; days are those of the timezone. */
  stepSeconds: Type.Integer(),
  buckets: Type.Array(Type.String()),
  points: Type.Array(
    Type.Object({ requests: Count, clientErrors: Count, serverErrors: Count, p50: Type.Number(), p95: Type.Number() })
  ),
  total: Type.Object({
    requests: Count,
    /** Answered with 400 to 499. */
    clientErrors: Count,
    serverErrors: Count,
    p50: Type.Number(),
    p95: Type.Number(),
    p99: Type.Number(),
    addresses: Count,
    visitors: Count,
    /** Of the requests, those that were summed up: they stand in no list of addresses or countries. */
    summed: Count,
    /** Beside the requests: those that came while nothing more could be kept. */
    notLogged: Count
  }),
  endpoints: Type.Array(RequestGroup),
  addresses: Type.Array(Type.Object({ ...RequestGroup.properties, country: Optional(Type.String()) })),
  countries: Type.Array(RequestGroup),
  sources: Type.Array(RequestGroup),
  statuses: Type.Array(RequestGroup),
  /** For how many days a request is kept. */
  keptDays: Count
})
export type RequestsSummary = Static<typeof RequestsSummary>
