import type { Ground } from './ground.ts'
import { at, type Row } from './row.ts'

export const privacyRows: Row<Ground>[] = [
  { route: 'GET /api/privacy/policy', access: 'workspace:read', ask: at('/api/privacy/policy') },
  {
    route: 'PUT /api/privacy/policy',
    access: 'workspace:write',
    ask: at('/api/privacy/policy', { default: { ip: 'full', place: 'city', forgetAfterDays: 365 }, regions: [] })
  },
  { route: 'GET /api/privacy/applies', access: 'workspace:read', ask: at('/api/privacy/applies?ip=81.2.69.142') },
  { route: 'GET /api/privacy/apply', access: 'workspace:read', ask: at('/api/privacy/apply') },
  { route: 'POST /api/privacy/apply', access: 'workspace:write', ask: at('/api/privacy/apply') }
]
