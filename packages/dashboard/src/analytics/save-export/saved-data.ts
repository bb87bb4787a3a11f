import type { Dashboard, DashboardSummary, Page } from '@foyer/protocol'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'

export const dashboardsQuery = queryOptions({
  queryKey: ['dashboards', 'list'],
  queryFn: ({ signal }) => api.get<Page<DashboardSummary>>('/api/dashboards', { limit: 200 }, signal)
})

const usual = { width: 6, height: 2 } as const

/** At the end of what is there. */
export async function addTile(dashboardId: string, reportId: string): Promise<Dashboard> {
  const { tiles } = await api.get<Dashboard>(`/api/dashboards/${dashboardId}`)
  return api.patch<Dashboard>(`/api/dashboards/${dashboardId}`, {
    tiles: [
      ...tiles.map(({ reportId: id, width, height }) => ({ reportId: id, width, height })),
      { reportId, ...usual }
    ]
  })
}
