import type { AskProgress } from '@foyer/protocol'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, type QueryValues } from '../api.ts'

type Question = { path: string; query?: QueryValues; body?: unknown }

/** Under which name each question that is on its way was asked. */
const underWay = new Map<string, string>()

/**
 * A question to a report. It is given a name, so that whoever waits can ask how far it is; whoever leaves or stops takes it back, which
 * ends it in the store too. Until the answer to a changed question is there, the last one is kept.
 */
export function reportQuery<Answer>(name: string, question: Question) {
  const queryKey = ['analytics', name, question.query ?? question.body] as const
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }) => {
      const key = JSON.stringify(queryKey)
      const ask = crypto.randomUUID().replaceAll('-', '')
      underWay.set(key, ask)
      try {
        const { path, ...rest } = question
        return await api.ask<Answer>(path, { ...rest, signal, ask })
      } finally {
        if (underWay.get(key) === ask) underWay.delete(key)
      }
    },
    placeholderData: keepPreviousData
  })
}

/** How far the question is; nothing once it is answered. */
export const progressQuery = (of: readonly unknown[]) =>
  queryOptions({
    queryKey: ['analytics', 'progress', of],
    queryFn: ({ signal }) => {
      const ask = underWay.get(JSON.stringify(of))
      return ask === undefined ? null : api.get<AskProgress>(`/api/analytics/asks/${ask}`, undefined, signal)
    },
    refetchInterval: 400,
    retry: false,
    gcTime: 0
  })
