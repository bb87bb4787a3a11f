import type { Scope } from '@foyer/protocol'

type AnalyticsPlace = {
  to: '/analytics' | '/analytics/trends' | '/analytics/dashboards' | '/analytics/segments'
  label: string
  scope?: Scope
}

/** The tabs of the analytics, in this order; each is a child of its route. A page that is built is added here. */
export const analyticsPlaces: AnalyticsPlace[] = [
  { to: '/analytics', label: 'Overview' },
  { to: '/analytics/trends', label: 'Trends' },
  { to: '/analytics/segments', label: 'Segments' },
  { to: '/analytics/dashboards', label: 'Dashboards' }
]
