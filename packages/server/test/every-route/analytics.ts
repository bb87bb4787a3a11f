import { hex } from '../visitor.ts'
import type { Ground } from './ground.ts'
import { about, at, type Row } from './row.ts'

export async function settleAnalytics({ mark, ask }: Ground) {
  const segment = await ask('POST', '/api/segments', {
    name: `Segment ${mark}`,
    rule: { filters: [{ property: 'path', value: `/${mark}` }] }
  })
  const annotation = await ask('POST', '/api/annotations', { at: '2026-11-26', text: `Annotation ${mark}` })
  return { segmentId: segment.id, annotationId: annotation.id }
}
type World = Ground & Awaited<ReturnType<typeof settleAnalytics>>

const segment =
  (more = '') =>
  (of: World) =>
    `/api/segments/${of.segmentId}${more}`
const annotation = (of: World) => `/api/annotations/${of.annotationId}`

export const analyticsRows: Row<World>[] = [
  {
    route: 'GET /api/analytics/overview',
    access: 'analytics:read',
    ask: at('/api/analytics/overview?from=2026-01-01&to=2026-12-31&unit=month')
  },
  {
    route: 'GET /api/analytics/top',
    access: 'analytics:read',
    ask: at('/api/analytics/top?from=2026-01-01&to=2026-12-31&dimension=page')
  },
  { route: 'GET /api/analytics/live', access: 'analytics:read', ask: at('/api/analytics/live') },
  { route: 'GET /api/analytics/fields', access: 'analytics:read', ask: at('/api/analytics/fields?of=path') },
  {
    route: 'GET /api/analytics/asks/:id',
    access: 'analytics:read',
    ask: () => ({ path: `/api/analytics/asks/${hex(16)}` })
  },
  {
    route: 'DELETE /api/analytics/asks/:id',
    access: 'analytics:read',
    ask: () => ({ path: `/api/analytics/asks/${hex(16)}` })
  },
  {
    route: 'POST /api/analytics/trend',
    access: 'analytics:read',
    ask: () => ({
      path: '/api/analytics/trend',
      body: { from: '2026-11-01', to: '2026-11-30', series: [{ event: 'page' }], breakdown: 'path' }
    })
  },
  {
    route: 'POST /api/analytics/retention',
    access: 'analytics:read',
    ask: () => ({
      path: '/api/analytics/retention',
      body: {
        from: '2026-11-01',
        to: '2026-11-30',
        unit: 'week',
        start: { event: 'page', where: [{ property: 'path', op: 'is', value: '/' }] },
        return: { event: 'page' },
        cohorts: 'first',
        counting: 'on',
        periods: 3,
        breakdown: 'path',
        limit: 3
      }
    })
  },
  {
    route: 'POST /api/analytics/funnel',
    access: 'analytics:read',
    ask: () => ({
      path: '/api/analytics/funnel',
      body: {
        from: '2026-11-01',
        to: '2026-11-30',
        steps: [
          { event: 'page', name: '/', where: [{ property: 'path', op: 'is', value: '/' }] },
          { event: 'started', anyOf: [{ event: 'click' }], optional: true },
          { event: 'Order Completed' }
        ],
        window: '1d',
        order: 'ordered',
        exclude: [{ event: 'exit', after: 1 }],
        breakdown: 'browser',
        attribution: 'first',
        limit: 3,
        unit: 'week',
        compare: { from: '2026-10-01', to: '2026-10-31' }
      }
    })
  },
  {
    route: 'POST /api/analytics/people',
    access: 'people:read',
    ask: () => ({
      path: '/api/analytics/people',
      body: {
        of: {
          report: 'funnel',
          question: {
            from: '2026-11-01',
            to: '2026-11-30',
            steps: [{ event: 'page' }, { event: 'page' }],
            breakdown: 'browser'
          },
          step: 1,
          who: 'reached',
          value: 'Chrome'
        },
        limit: 10
      }
    })
  },
  {
    route: 'POST /api/analytics/paths',
    access: 'analytics:read',
    ask: () => ({
      path: '/api/analytics/paths',
      body: {
        from: '2026-11-01',
        to: '2026-11-30',
        nodes: 'both',
        start: { event: 'page', where: [{ property: 'path', op: 'is', value: '/' }] },
        levels: 3,
        perLevel: 4,
        patterns: ['/product/*'],
        fold: true,
        keepRepeats: false
      }
    })
  },
  {
    route: 'POST /api/analytics/conversations',
    access: 'analytics:read',
    ask: at('/api/analytics/conversations', { from: '2026-11-01', to: '2026-11-30' })
  },
  { route: 'GET /api/requests', access: 'analytics:read', ask: at('/api/requests?ip=81.2.') },
  { route: 'GET /api/requests/summary', access: 'analytics:read', ask: at('/api/requests/summary') },
  {
    route: 'POST /api/analytics/export',
    access: 'analytics:read',
    ask: at('/api/analytics/export', {
      kind: 'trend',
      question: { series: [{ event: 'page' }], from: '2026-11-01', to: '2026-11-02' },
      table: 'totals',
      format: 'ndjson'
    })
  },
  { route: 'GET /api/segments', access: 'analytics:read', ask: at('/api/segments') },
  {
    route: 'POST /api/segments',
    access: 'analytics:write',
    ask: at('/api/segments', { name: 'x', rule: { filters: [] } })
  },
  {
    route: 'POST /api/segments/count',
    access: 'analytics:read',
    ask: at('/api/segments/count', { rule: { filters: [{ did: { event: 'page' } }] } })
  },
  { route: 'GET /api/segments/:id', access: 'analytics:read', names: true, ask: about(segment()) },
  {
    route: 'PATCH /api/segments/:id',
    access: 'analytics:write',
    names: true,
    ask: about(segment(), () => ({ name: 'Taken over' }))
  },
  { route: 'DELETE /api/segments/:id', access: 'analytics:write', names: true, ask: about(segment()) },
  { route: 'GET /api/segments/:id/people', access: 'people:read', names: true, ask: about(segment('/people')) },
  {
    route: 'GET /api/annotations',
    access: 'analytics:read',
    ask: at('/api/annotations?from=2026-01-01&to=2026-12-31')
  },
  {
    route: 'POST /api/annotations',
    access: 'analytics:write',
    ask: at('/api/annotations', { at: '2026-11-26', text: 'Campaign started' })
  },
  {
    route: 'PATCH /api/annotations/:id',
    access: 'analytics:write',
    names: true,
    ask: about(annotation, () => ({ text: 'Taken over' }))
  },
  { route: 'DELETE /api/annotations/:id', access: 'analytics:write', names: true, ask: about(annotation) }
]
