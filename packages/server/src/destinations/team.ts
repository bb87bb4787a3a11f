import type { FastifyInstance } from 'fastify'
import { createRateLimit } from '../http/index.ts'
import { createJudgeAddress } from '../outward/index.ts'
import { deliveryRoutes } from './deliveries/routes.ts'
import { dryRunRoutes } from './dry-run/routes.ts'
import { figuresRoutes } from './figures/routes.ts'
import type { ManageContext } from './manage/context.ts'
import { manageRoutes } from './manage/routes.ts'
import { previewRoutes } from './mapping/preview-routes.ts'
import { replayRoutes } from './replay/routes.ts'
import { type ReplayDeps, startReplaying } from './replay/work.ts'
import type { Trying } from './sender/try-once.ts'

export type TeamDeps = Omit<ManageContext, 'judge' | 'lookUps' | 'sends' | 'counts'> &
  ReplayDeps &
  Trying & {
    /** Resolves when what was acknowledged before can be read. */
    caughtUp(): Promise<void>
  }

/** What the team does with destinations. */
export async function openTeamSide(deps: TeamDeps) {
  const clock = () => deps.clock().getTime()
  const context: ManageContext = {
    ...deps,
    judge: createJudgeAddress({ allowPrivate: deps.allowPrivate }),
    lookUps: createRateLimit({ burst: 20, perSecond: 1, clock }),
    sends: createRateLimit({ burst: 60, perSecond: 2, clock }),
    counts: createRateLimit({ burst: 20, perSecond: 0.5, clock })
  }
  const replaying = await startReplaying(deps)
  return {
    routes: async (app: FastifyInstance) => {
      await app.register(manageRoutes(context))
      await app.register(previewRoutes(context))
      await app.register(dryRunRoutes({ ...context, dryRuns: createRateLimit({ burst: 20, perSecond: 0.5, clock }) }))
      await app.register(deliveryRoutes({ ...context, trying: deps }))
      await app.register(figuresRoutes(context))
      await app.register(replayRoutes({ ...context, caughtUp: deps.caughtUp }))
    },
    close: replaying.close
  }
}
