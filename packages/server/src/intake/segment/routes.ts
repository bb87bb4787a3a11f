import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type SegmentAnswer, type SegmentCallType, segmentLimits } from '@foyer/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ISql } from 'postgres'
import type { Machines } from '../../facts/index.ts'
import {
  AppError,
  addressBlock,
  newUuid,
  type Randomness,
  type RateLimit,
  takeTurn,
  toPublic
} from '../../http/index.ts'
import { admit, answerPreflight, answerReadably, type Recognise, storableText } from '../../identity/index.ts'
import type { WhereaboutsIn } from '../../privacy/index.ts'
import { acceptEvents, type Rejection } from '../accept.ts'
import type { Commit } from '../commit.ts'
import type { Count } from '../count.ts'
import { enrich } from '../enrich.ts'
import { enter, recordsBehind } from '../entry.ts'
import { type Call, openCalls } from './calls.ts'
import { eventOf } from './event-of.ts'
import { settingsFor } from './settings.ts'
import { whoseAre } from './who.ts'
import { type KeyDoor, sourceOf, writeKeyOf } from './write-key.ts'

export type SegmentDeps = {
  commit: Commit
  count: Count
  sql: ISql
  agents: KeyDoor['agents']
  actorOfKey: KeyDoor['actorOfKey']
  recognise: Recognise
  whereaboutsIn: WhereaboutsIn
  machines: Machines
  perAddress: RateLimit
  random: Randomness
  publicUrl: string
  clock: () => number
  counted(entry: string, count: number): void
  changed(workspaceId: string, people: string[]): void
}

/** As servers write it, and as a browser's library shortens it. `null`: a batch, whose calls say it themselves. */
const doors: Readonly<Record<string, SegmentCallType | null>> = {
  identify: 'identify',
  i: 'identify',
  track: 'track',
  t: 'track',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  group: 'group',
  g: 'group',
  alias: 'alias',
  a: 'alias',
  batch: null,
  b: null,
  import: null
}

const unzip = promisify(gunzip)
type Sent = FastifyRequest<{ Body: Buffer }>

/** Segment's HTTP tracking API: the way of an event, for libraries that speak it. */
export function segmentRoutes(app: FastifyInstance, deps: SegmentDeps): void {
  app.removeAllContentTypeParsers()
  // Its browser library says text/plain of its JSON, and some senders say nothing.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  for (const [door, type] of Object.entries(doors)) {
    app.options(`/v1/${door}`, { config: { access: 'public', page: 'script' } }, answerPreflight)
    app.post(
      `/v1/${door}`,
      {
        config: { access: 'public', page: 'script' },
        onRequest: answerReadably,
        bodyLimit: segmentLimits.bodyBytes,
        schema: { hide: true }
      },
      async (request: Sent, reply) => {
        const { calls, rejected, sentAt, writeKey } = openCalls(await textOf(request), type)
        const source = await sourceOf(request, writeKeyOf(request, writeKey), calls, {
          agents: deps.agents,
          actorOfKey: deps.actorOfKey,
          firstAgentOf: workspaceId => firstAgentOf(deps.sql, workspaceId)
        })
        admit(request, reply, source.agent, deps.publicUrl)
        if (deps.count.isBehind) throw recordsBehind()
        const refused = await store(request, calls, rejected, source, door === 'import' ? undefined : sentAt, deps)
        const answer: SegmentAnswer = { success: true, ...(refused.length > 0 ? { rejected: refused } : {}) }
        return reply.code(200).type('application/json').send(JSON.stringify(answer))
      }
    )
  }

  // The browser library's figures of its own running.
  app.options('/v1/m', { config: { access: 'public', page: 'script' } }, answerPreflight)
  app.post(
    '/v1/m',
    {
      config: { access: 'public', page: 'script' },
      onRequest: answerReadably,
      bodyLimit: 64 * 1024,
      schema: { hide: true }
    },
    async (_request, reply) => reply.code(200).type('application/json').send('{"success":true}')
  )
  app.options('/v1/projects/:writeKey/settings', { config: { access: 'public', page: 'script' } }, answerPreflight)
  app.get<{ Params: { writeKey: string } }>(
    '/v1/projects/:writeKey/settings',
    { config: { access: 'public', page: 'script' }, onRequest: answerReadably, schema: { hide: true } },
    async (request, reply) => {
      const { writeKey } = request.params
      const agent = /^agt_[0-9a-f]{32}$/.test(writeKey) ? await deps.agents(writeKey) : null
      if (!agent) throw new AppError('not_found', 'There is no such write key here. It is the id of an agent (agt_…).')
      return reply.header('cache-control', 'public, max-age=300').send(settingsFor(writeKey, deps.publicUrl))
    }
  )
}

async function textOf(request: Sent): Promise<string> {
  const { body } = request
  if (!Buffer.isBuffer(body)) throw new AppError('malformed', 'The body is empty. Send a call as JSON.')
  if (request.headers['content-encoding'] !== 'gzip') return body.toString('utf8')
  try {
    return (await unzip(body, { maxOutputLength: segmentLimits.bodyBytes })).toString('utf8')
  } catch (fault) {
    if (fault instanceof RangeError)
      throw new AppError('too_large', `A body holds at most ${segmentLimits.bodyBytes / 1024} KB, unpacked.`)
    throw new AppError('malformed', 'The body says it is gzip, and is not.')
  }
}

async function firstAgentOf(sql: ISql, workspaceId: string): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    SELECT id FROM agents WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1`
  return row && toPublic('agt', row.id)
}

/** What was not stored, each with its reason; the rest is on disk. */
async function store(
  request: FastifyRequest,
  calls: Call[],
  rejected: Rejection[],
  source: Awaited<ReturnType<typeof sourceOf>>,
  sentAt: string | number | undefined,
  deps: SegmentDeps
): Promise<Rejection[]> {
  const { agent, actor } = source
  const nowMs = deps.clock()
  if (!actor && calls.length > 0)
    takeTurn(deps.perAddress, addressBlock(request.address), 'Too much is sent from this address.')
  const from = { ip: request.address, userAgent: storableText(request.headers['user-agent'] ?? '') }
  const whose = await whoseAre(calls, source, from, {
    recognise: deps.recognise,
    machines: deps.machines,
    whereaboutsOf: await deps.whereaboutsIn(agent.workspaceId),
    now: new Date(nowMs)
  })
  if (whose.moved.length > 0) deps.changed(agent.workspaceId, whose.moved)
  const own = calls.filter(call => whose.senders.has(call))
  const events = own.map(call => {
    const event = eventOf(call, newUuid(deps.random))
    // A call without a time was made when it was sent.
    return event.timestamp === '' ? { ...event, timestamp: sentAt ?? nowMs } : event
  })
  const opened = acceptEvents(
    { agentId: agent.id, ...(sentAt === undefined ? {} : { sentAt }), events },
    { nowMs, retentionDays: agent.retentionDays }
  )
  const placeOf = (index: number) => own[index]?.index ?? index
  const enriched = opened.accepted.flatMap(one => {
    const call = own[one.index]
    const sender = call && whose.senders.get(call)
    return sender ? [enrich({ ...one, index: placeOf(one.index) }, sender)] : []
  })
  const answer = enriched.length > 0 ? await deps.commit.add(enriched) : { stored: 0, duplicates: 0, refused: [] }
  const nobodys = whose.nobodys.map(
    ({ index }): Rejection => ({
      index,
      code: 'nobody',
      message: 'The call names nobody. Send an anonymousId or a userId with it.'
    })
  )
  const refused = [
    ...rejected,
    ...nobodys,
    ...opened.rejected.map(one => ({ ...one, index: placeOf(one.index) })),
    ...answer.refused
  ].sort((a, b) => a.index - b.index)
  enter(deps, agent, nowMs, calls.length + rejected.length, answer.stored, answer.duplicates, refused, undefined)
  return refused
}
