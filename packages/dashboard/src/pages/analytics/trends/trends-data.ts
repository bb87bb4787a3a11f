import type { TrendAnswer, TrendQuestion } from '@foyer/protocol'
import { reportQuery } from '../../../analytics/asking.ts'

export const trendQuery = (question: TrendQuestion) =>
  reportQuery<TrendAnswer>('trend', { path: '/api/analytics/trend', body: question })
