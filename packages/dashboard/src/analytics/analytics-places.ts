import type { Scope } from '@foyer/protocol'

type AnalyticsPlace = {
  to:
    | '/analytics'
    | '/analytics/trends'
    | '/analytics/funnels'
    | '/analytics/retention'
    | '/analytics/paths'
    | '/analytics/segments'
    | '/analytics/dashboards'
  label: string
  scope?: Scope
}

/** The tabs of the analytics, in this order; each is a child of its route. A page that is built is added here. */
export const analyticsPlaces: AnalyticsPlace[] = [
  { to: '/analytics', label: 'Overview' },
  { to: '/analytics/trends', label: 'Trends' },
  { to: '/analytics/funnels', label: 'Funnels' },
  { to: '/analytics/retention', label: 'Retention' },
  { to: '/analytics/paths', label: 'Paths' },
  { to: '/analytics/segments', label: 'Segments' },
  { to: '/analytics/dashboards', label: 'Dashboards' }
]
