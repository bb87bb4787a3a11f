import type { FastifyInstance } from 'fastify'
import { createRateLimit } from '../http/index.ts'
import { createJudgeAddress } from '../outward/index.ts'
import { dryRunRoutes } from './dry-run/routes.ts'
import type { ManageContext } from './manage/context.ts'
import { manageRoutes } from './manage/routes.ts'
import { previewRoutes } from './mapping/preview-routes.ts'

export type TeamDeps = Omit<ManageContext, 'judge' | 'lookUps'>

/** What the team does with destinations. */
export function createTeamSide(deps: TeamDeps) {
  const clock = () => deps.clock().getTime()
  const context: ManageContext = {
    ...deps,
    judge: createJudgeAddress({ allowPrivate: deps.allowPrivate }),
    lookUps: createRateLimit({ burst: 20, perSecond: 1, clock })
  }
  return {
    routes: async (app: FastifyInstance) => {
      await app.register(manageRoutes(context))
      await app.register(previewRoutes(context))
      await app.register(dryRunRoutes({ ...context, dryRuns: createRateLimit({ burst: 20, perSecond: 0.5, clock }) }))
    }
  }
}
