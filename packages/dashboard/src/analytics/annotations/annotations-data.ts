import type { Annotations, AnswerRange } from '@foyer/protocol'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'

export const annotationsQuery = ({ from, to, timezone }: AnswerRange) =>
  queryOptions({
    queryKey: ['annotations', from, to, timezone],
    queryFn: ({ signal }) => api.get<Annotations>('/api/annotations', { from, to, timezone }, signal),
    placeholderData: keepPreviousData
  })
