import type { ReportKind } from '@foyer/protocol'

export const kindWords: Record<ReportKind, string> = {
  overview: 'Overview',
  top: 'List',
  trend: 'Trend',
  funnel: 'Funnel',
  retention: 'Retention',
  paths: 'Paths',
  conversations: 'Conversations',
  requests: 'Requests'
}
