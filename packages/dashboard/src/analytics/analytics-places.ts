import type { Scope } from '@foyer/protocol'

type AnalyticsPlace = {
  to:
    | '/analytics'
    | '/analytics/trends'
    | '/analytics/funnels'
    | '/analytics/retention'
    | '/analytics/paths'
    | '/analytics/segments'
    | '/analytics/conversations'
    | '/analytics/requests'
    | '/analytics/dashboards'
    | '/settings/ledger'
  label: string
  scope?: Scope
}

/** The tabs of the analytics, in this order; each but the last is a child of its route. A page that is built is added here. */
export const analyticsPlaces: AnalyticsPlace[] = [
  { to: '/analytics', label: 'Overview' },
  { to: '/analytics/trends', label: 'Trends' },
  { to: '/analytics/funnels', label: 'Funnels' },
  { to: '/analytics/retention', label: 'Retention' },
  { to: '/analytics/paths', label: 'Paths' },
  { to: '/analytics/segments', label: 'Segments' },
  { to: '/analytics/conversations', label: 'Conversations' },
  { to: '/analytics/requests', label: 'Requests' },
  { to: '/analytics/dashboards', label: 'Dashboards' },
  { to: '/settings/ledger', label: 'Ledger', scope: 'workspace:read' }
]
