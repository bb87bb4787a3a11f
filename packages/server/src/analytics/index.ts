import type { FastifyInstance } from 'fastify'
import { peopleByHalf } from '../people/index.ts'
import { annotationRoutes } from './annotations/routes.ts'
import { createAsks } from './asks.ts'
import { asksRoutes } from './asks-routes.ts'
import { behindRoutes } from './behind/routes.ts'
import { conversationsReportRoutes } from './conversations/conversations-routes.ts'
import type { DigestContext } from './digest/context.ts'
import { createDigests } from './digest/index.ts'
import { exportRoutes } from './export/routes.ts'
import { figuresRoutes } from './figures-routes.ts'
import { funnelRoutes } from './funnel/routes.ts'
import { createQuestions } from './question.ts'
import { requestRoutes } from './requests/request-routes.ts'
import { analyticsRoutes } from './routes.ts'
import { createSaved } from './saved/index.ts'
import { type Among, amongOne, createAmong } from './segments/among.ts'
import { createMembers } from './segments/members.ts'
import { segmentRoutes } from './segments/routes.ts'
import { createVisitKeeper } from './visits/keep.ts'

export function createAnalytics(context: DigestContext) {
  const { sql, clock } = context
  const asks = createAsks(context.events, context.clock)
  const asking = createQuestions(context, asks)
  const saved = createSaved(context, asking)
  const members = createMembers(context, asking)
  const among = createAmong(context)
  const visits = createVisitKeeper(context)
  const digests = createDigests(context, saved.answers)
  return {
    /** Who is in a segment: everybody by id, or in which of some a visitor is by what was acknowledged before. */
    segments: {
      idsOf: members.idsOf,
      async among(whose: Among, segments: readonly string[]) {
        await context.caughtUp()
        return among(whose, segments, context.events.lookUp)
      }
    },
    /**
     * Of many visitors at once, who is in a segment; or why nobody can say so until somebody has changed it. Whoever asks has waited until
     * what they want to see in it can be read.
     */
    inSegment: (whose: Among, segment: string) => amongOne(among, context.events.query, whose, segment),
    routes: async (app: FastifyInstance) => {
      asks.watch(app)
      await app.register(asksRoutes(asks))
      await app.register(analyticsRoutes(asking))
      await app.register(figuresRoutes(asking, context))
      await app.register(saved.routes)
      await app.register(digests.routes)
      await app.register(requestRoutes(context, asking))
      await app.register(exportRoutes(context, asking, members.idsOf))
      await app.register(conversationsReportRoutes(context, asking))
      await app.register(segmentRoutes(context, members))
      await app.register(annotationRoutes(context))
      await app.register(funnelRoutes(asking))
      await app.register(
        behindRoutes(asking, (workspaceId, halves) => peopleByHalf(sql, { workspaceId, now: clock() }, halves))
      )
    },
    /** Nothing that was read from the records before is still on its way into the event store. */
    settled: asking.settled,
    visitsStoredBefore: visits.storedBefore,
    async close() {
      await visits.close()
      await digests.close()
    }
  }
}
