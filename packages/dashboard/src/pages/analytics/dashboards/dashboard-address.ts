export type DashboardAddress = { arrange?: 'on' }

export const readDashboardAddress = (raw: Record<string, unknown>): DashboardAddress =>
  raw.arrange === 'on' ? { arrange: 'on' } : {}
