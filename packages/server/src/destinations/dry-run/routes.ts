import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { DestinationId, DryRun, DryRunRequest, ErrorBody, RecentEvents } from '@foyer/protocol'
import { Type } from 'typebox'
import { AppError, actorOf, type RateLimit, takeTurn, toPublic, toUuid } from '../../http/index.ts'
import { membersNow } from '../in-segment/now.ts'
import type { ManageContext } from '../manage/context.ts'
import { workspaceOf } from '../manage/health.ts'
import { type DestinationRow, destinationIn, knownKind } from '../manage/rows.ts'
import { readMapping } from '../mapping/read-mapping.ts'
import { openSettings } from '../settings/sealed.ts'
import { asKnown, sampleOf } from '../stored/as-known.ts'
import { newestOfEach, type Whose } from '../stored/find.ts'
import { dryRun } from './dry-run.ts'

const one = Type.Object({ id: DestinationId })
const path = '/api/destinations/:id'
const bodyLimit = 512 * 1024
const dayMs = 86_400_000

type Context = Pick<ManageContext, 'sql' | 'events' | 'clock' | 'vault' | 'inSegment' | 'isReadable'> & {
  /** Keys are workspaces: each reads thousands of events. */
  dryRuns: RateLimit
}

/** What a mapping is tried on: events that were. */
export function dryRunRoutes(context: Context): FastifyPluginAsyncTypebox {
  const { sql, events, clock, vault, dryRuns } = context
  const whoseOf = async (workspaceId: string, { agents }: DestinationRow): Promise<Whose> => ({
    workspaceNumber: (await workspaceOf(sql, workspaceId)).number,
    agents
  })
  return async app => {
    app.post(
      `${path}/dry-run`,
      {
        config: { access: 'destinations:write' },
        bodyLimit,
        schema: { params: one, body: DryRunRequest, response: { 200: DryRun, '4xx': ErrorBody } }
      },
      async request => {
        const { workspaceId } = actorOf(request)
        const row = await destinationIn(sql, workspaceId, toUuid(request.params.id))
        const kind = knownKind(row.type)
        const { from, to, mapping = row.mapping } = request.body
        const range = { fromMs: Date.parse(from), toMs: Date.parse(to) }
        if (range.toMs <= range.fromMs)
          throw new AppError('invalid', '`to` must be later than `from`.', { field: 'to' })
        const read = readMapping(mapping, kind)
        if ('problems' in read) {
          const [problem] = read.problems
          throw new AppError('invalid', problem?.message ?? 'The mapping has a problem.', {
            field: problem?.at ? `mapping.${problem.at}` : 'mapping'
          })
        }
        takeTurn(dryRuns, workspaceId, 'Many dry runs were asked for at once. Wait a moment.')
        return dryRun({
          sql,
          events,
          nowMs: () => performance.now(),
          whose: await whoseOf(workspaceId, row),
          range,
          personal: row.personal,
          membersOf: visitors => membersNow(context, workspaceId, row, visitors),
          draft: {
            kind,
            mapping: read.mapping,
            consent: row,
            moment: {
              settings: openSettings(vault, row.id, row),
              memory: {},
              now: clock(),
              deliveryId: toPublic('dlv', row.id),
              prepared: {}
            }
          }
        })
      }
    )
    app.get(
      `${path}/recent-events`,
      {
        config: { access: 'destinations:read' },
        schema: { params: one, response: { 200: RecentEvents, '4xx': ErrorBody } }
      },
      async request => {
        const { workspaceId } = actorOf(request)
        const row = await destinationIn(sql, workspaceId, toUuid(request.params.id))
        takeTurn(dryRuns, workspaceId, 'The events were asked for very often. Wait a moment.')
        const toMs = clock().getTime() + dayMs
        const found = await newestOfEach(events, await whoseOf(workspaceId, row), { fromMs: toMs - 8 * dayMs, toMs })
        return { items: (await asKnown(sql, found, row.personal)).map(({ event }) => sampleOf(event)) }
      }
    )
  }
}
