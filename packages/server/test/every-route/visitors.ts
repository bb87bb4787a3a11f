import { newLocalId, page } from '../visitor.ts'
import type { Ground } from './ground.ts'
import { about, at, type Row } from './row.ts'

const person = (of: Ground) => `/api/people/${of.visitor.visitorId}`

export const visitorsRows: Row<Ground>[] = [
  { route: 'GET /api/live', access: 'open', ask: at('/api/live') },
  {
    route: 'GET /api/ledger',
    access: 'workspace:read',
    ask: of => ({ path: `/api/ledger?agentId=${of.workspace.agentId}` })
  },
  { route: 'OPTIONS /api/visitors/identify', access: 'open', ask: at('/api/visitors/identify') },
  {
    route: 'POST /api/visitors/identify',
    access: 'page',
    names: true,
    ask: of => ({ path: '/api/visitors/identify', body: { agentId: of.workspace.agentId, localId: newLocalId() } })
  },
  {
    route: 'OPTIONS /api/visitors/:visitorId/events',
    access: 'open',
    ask: at(`/api/visitors/vis_${'0'.repeat(32)}/events`)
  },
  {
    route: 'POST /api/visitors/:visitorId/events',
    access: 'page',
    names: true,
    ask: of => ({
      path: `/api/visitors/${of.visitor.visitorId}/events`,
      body: { agentId: of.workspace.agentId, events: [page('/intruder')] }
    })
  },
  { route: 'GET /api/people', access: 'people:read', ask: at('/api/people') },
  { route: 'GET /api/people/facets', access: 'people:read', ask: at('/api/people/facets') },
  { route: 'GET /api/people/:id', access: 'people:read', names: true, ask: about(person) },
  {
    route: 'GET /api/people/:id/timeline',
    access: 'people:read',
    names: true,
    ask: about(of => `${person(of)}/timeline`)
  },
  {
    route: 'GET /api/people/:id/identity',
    access: 'people:read',
    names: true,
    ask: about(of => `${person(of)}/identity`)
  },
  {
    route: 'POST /api/people/:id/unmerge',
    access: 'people:write',
    names: true,
    ask: about(
      of => `${person(of)}/unmerge`,
      of => ({ joinId: of.joinId })
    )
  },
  { route: 'GET /api/live/now', access: 'live:read', ask: at('/api/live/now') }
]
