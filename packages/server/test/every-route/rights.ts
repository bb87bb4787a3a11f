import { hex } from '../visitor.ts'
import type { Ground } from './ground.ts'
import { about, at, type Row } from './row.ts'

const person = (of: Ground) => `/api/people/${of.visitor.visitorId}`

export const rightsRows: Row<Ground>[] = [
  {
    route: 'GET /api/people/:id/export',
    access: 'people:read',
    names: true,
    ask: about(of => `${person(of)}/export`)
  },
  { route: 'DELETE /api/people/:id', access: 'people:erase', names: true, ask: about(person) },
  { route: 'GET /api/privacy/erasures', access: 'workspace:read', ask: at('/api/privacy/erasures') },
  {
    route: 'GET /api/privacy/erasures/:id',
    access: 'workspace:read',
    names: true,
    ask: () => ({ path: `/api/privacy/erasures/ers_${hex(16)}` })
  }
]
