import type { Ground } from './ground.ts'
import { about, at, type Row } from './row.ts'

export async function settleKept({ mark, ask }: Ground) {
  const report = await ask('POST', '/api/reports', {
    name: `Report ${mark}`,
    kind: 'trend',
    range: { last: 7 },
    question: { series: [{ event: 'page', where: [{ property: 'path', op: 'is', value: `/${mark}` }] }] }
  })
  const dashboard = await ask('POST', '/api/dashboards', {
    name: `Dashboard ${mark}`,
    tiles: [{ reportId: report.id, width: 6, height: 1 }]
  })
  await ask('POST', `/api/dashboards/${dashboard.id}/link`, {})
  const digest = await ask('POST', '/api/digests', {
    dashboardId: dashboard.id,
    every: 'week',
    hour: 8,
    to: { addresses: [`${mark}@shop.example`] }
  })
  return { reportId: report.id, dashboardId: dashboard.id, digestId: digest.id }
}
type World = Ground & Awaited<ReturnType<typeof settleKept>>

const report =
  (more = '') =>
  (of: World) =>
    `/api/reports/${of.reportId}${more}`
const dashboard =
  (more = '') =>
  (of: World) =>
    `/api/dashboards/${of.dashboardId}${more}`
const digest =
  (more = '') =>
  (of: World) =>
    `/api/digests/${of.digestId}${more}`
const asked = { name: 'Views', kind: 'trend', range: { last: 7 }, question: { series: [{ event: 'page' }] } }

export const keptRows: Row<World>[] = [
  { route: 'GET /api/reports', access: 'analytics:read', ask: at('/api/reports') },
  { route: 'POST /api/reports', access: 'analytics:write', ask: at('/api/reports', asked) },
  { route: 'GET /api/reports/:id', access: 'analytics:read', names: true, ask: about(report()) },
  { route: 'GET /api/reports/:id/answer', access: 'analytics:read', names: true, ask: about(report('/answer')) },
  {
    route: 'PATCH /api/reports/:id',
    access: 'analytics:write',
    names: true,
    ask: about(report(), () => ({ name: 'Taken over', range: { calendar: 'lastWeek' } }))
  },
  { route: 'DELETE /api/reports/:id', access: 'analytics:write', names: true, ask: about(report()) },
  { route: 'GET /api/dashboards', access: 'analytics:read', ask: at('/api/dashboards') },
  { route: 'POST /api/dashboards', access: 'analytics:write', ask: at('/api/dashboards', { name: 'Monday' }) },
  { route: 'GET /api/dashboards/:id', access: 'analytics:read', names: true, ask: about(dashboard()) },
  {
    route: 'PATCH /api/dashboards/:id',
    access: 'analytics:write',
    names: true,
    ask: about(dashboard(), of => ({ name: 'Taken over', tiles: [{ reportId: of.reportId, width: 12, height: 2 }] }))
  },
  { route: 'DELETE /api/dashboards/:id', access: 'analytics:write', names: true, ask: about(dashboard()) },
  {
    route: 'POST /api/dashboards/:id/link',
    access: 'analytics:write',
    names: true,
    ask: about(dashboard('/link'), () => ({ expiresInDays: 7 }))
  },
  { route: 'DELETE /api/dashboards/:id/link', access: 'analytics:write', names: true, ask: about(dashboard('/link')) },
  { route: 'GET /api/digests', access: 'analytics:write', ask: at('/api/digests') },
  {
    route: 'POST /api/digests',
    access: 'analytics:write',
    names: true,
    ask: about(
      () => '/api/digests',
      of => ({ dashboardId: of.dashboardId, every: 'day', hour: 8, to: { addresses: ['team@shop.example'] } })
    )
  },
  {
    route: 'PATCH /api/digests/:id',
    access: 'analytics:write',
    names: true,
    ask: about(digest(), () => ({ hour: 9, enabled: false }))
  },
  { route: 'DELETE /api/digests/:id', access: 'analytics:write', names: true, ask: about(digest()) },
  { route: 'POST /api/digests/:id/send', access: 'analytics:write', names: true, ask: about(digest('/send')) },
  { route: 'GET /api/shared/:secret', access: 'open', ask: at('/api/shared/no-such-link') },
  { route: 'GET /api/shared/:secret/tiles/:tile', access: 'open', ask: at('/api/shared/no-such-link/tiles/0') }
]
