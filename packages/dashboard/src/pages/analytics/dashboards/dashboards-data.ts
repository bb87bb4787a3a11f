import type { Dashboard, DashboardTile, Page, SavedReport, SavedReportAnswer } from '@foyer/protocol'
import { queryOptions } from '@tanstack/react-query'
import { tileRefreshMs } from '../../../analytics/answers/tile-refresh.ts'
import { api } from '../../../api.ts'

export const dashboardQuery = (id: string) =>
  queryOptions({
    queryKey: ['dashboards', id],
    queryFn: ({ signal }) => api.get<Dashboard>(`/api/dashboards/${id}`, undefined, signal)
  })

export const savedReportsQuery = queryOptions({
  queryKey: ['saved-reports', 'list'],
  queryFn: ({ signal }) => api.get<Page<SavedReport>>('/api/reports', { limit: 500 }, signal)
})

export const savedReportQuery = (id: string) =>
  queryOptions({
    queryKey: ['saved-reports', id],
    queryFn: ({ signal }) => api.get<SavedReport>(`/api/reports/${id}`, undefined, signal)
  })

/** The server shares an answer for a minute, so asking more often shows nothing new. */
export const answerQuery = (reportId: string) =>
  queryOptions({
    refetchInterval: tileRefreshMs,
    queryKey: ['saved-reports', reportId, 'answer'],
    queryFn: ({ signal }) => api.get<SavedReportAnswer>(`/api/reports/${reportId}/answer`, undefined, signal),
    staleTime: 60_000
  })

export type Tile = Dashboard['tiles'][number]
export const bare = (tiles: readonly Tile[]): DashboardTile[] =>
  tiles.map(({ reportId, width, height }) => ({ reportId, width, height }))
