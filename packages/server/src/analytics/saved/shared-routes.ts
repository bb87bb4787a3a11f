import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ErrorBody, SavedReportAnswer, SharedDashboard } from '@foyer/protocol'
import { Type } from 'typebox'
import { AppError, addressBlock, createRateLimit, notFound, takeTurn } from '../../http/index.ts'
import type { Answers } from './answer.ts'
import type { SavedContext } from './context.ts'
import { tilesOf } from './dashboards.ts'
import { sharedBy } from './links.ts'
import { notesOn } from './noted.ts'
import { listsPeople, masked, withoutPeople } from './without-people.ts'

const secret = Type.String({ minLength: 1, maxLength: 100 })
const open = { access: 'public' } as const

/** For whoever has the link: one dashboard's figures, and no way from them to anything else. */
export function sharedRoutes(context: SavedContext, answers: Answers): FastifyPluginAsyncTypebox {
  const { sql, clock } = context
  // A page asks for its tiles at once. Whoever guesses at links gets nowhere with 192 bits, and not quickly.
  const limit = createRateLimit({ burst: 120, perSecond: 2, clock: () => clock().getTime() })
  return async app => {
    app.addHook('onRequest', async (request, reply) => {
      reply.headers({
        'cache-control': 'no-store',
        'x-robots-tag': 'noindex, nofollow',
        'referrer-policy': 'no-referrer'
      })
      takeTurn(limit, addressBlock(request.address), 'Too many questions. Wait a little and open the link again.')
    })
    app.get(
      '/api/shared/:secret',
      {
        config: open,
        schema: { params: Type.Object({ secret }), response: { 200: SharedDashboard, '4xx': ErrorBody } }
      },
      async request => {
        const shared = await sharedBy(sql, request.params.secret, clock())
        const tiles = await tilesOf(sql, shared.workspaceId, shared.id)
        return {
          name: shared.name,
          workspace: shared.workspace,
          ...(shared.expiresAt ? { expiresAt: shared.expiresAt.toISOString() } : {}),
          tiles: tiles.map(({ name, kind, width, height }) => ({ name, kind, width, height }))
        }
      }
    )
    app.get(
      '/api/shared/:secret/tiles/:tile',
      {
        config: open,
        schema: {
          params: Type.Object({ secret, tile: Type.Integer({ minimum: 0, maximum: 100 }) }),
          response: { 200: SavedReportAnswer, '4xx': ErrorBody }
        }
      },
      async request => {
        const shared = await sharedBy(sql, request.params.secret, clock())
        const tile = (await tilesOf(sql, shared.workspaceId, shared.id))[request.params.tile]
        if (!tile) throw notFound('tile')
        if (listsPeople(tile.question))
          throw new AppError('forbidden', 'This report counts by person and is shown to the team alone.')
        const answer = await answers.answer(shared.workspaceId, tile)
        const { kind, name } = tile
        const noted = shared.notes ? await notesOn(sql, shared.workspaceId, kind, answer) : {}
        return { kind, name, answer: withoutPeople(kind, answer), ...(noted.notes && { notes: masked(noted.notes) }) }
      }
    )
  }
}
