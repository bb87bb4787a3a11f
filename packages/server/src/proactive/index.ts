import type { FastifyInstance } from 'fastify'
import { createRateLimit } from '../http/index.ts'
import type { ProactiveContext } from './context.ts'
import { ruleRoutes } from './rule-routes.ts'
import { widgetRoutes } from './widget-routes.ts'

export { openingOf } from './opening.ts'
export { hasMessages } from './standing.ts'

export function createProactive(options: Omit<ProactiveContext, 'limits'>) {
  const clock = () => options.clock().getTime()
  const context: ProactiveContext = {
    ...options,
    // A page asks when it is opened and tells of what it shows; a browser full of tabs does so many times.
    limits: {
      asked: createRateLimit({ burst: 60, perSecond: 1, clock }),
      perAddress: createRateLimit({ burst: 600, perSecond: 100, clock }),
      // An editor asks after each change that stands; a week of a large site takes seconds of the store.
      previews: createRateLimit({ burst: 40, perSecond: 0.5, clock })
    }
  }
  return {
    routes: async (app: FastifyInstance) => {
      await app.register(ruleRoutes(context))
      await app.register(widgetRoutes(context))
    }
  }
}
