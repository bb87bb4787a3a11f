import type { AnalyticsContext } from './context.ts'
import { createQuestions } from './question.ts'
import { analyticsRoutes } from './routes.ts'

export function createAnalytics(context: AnalyticsContext) {
  const asking = createQuestions(context)
  return { routes: analyticsRoutes(asking) }
}
