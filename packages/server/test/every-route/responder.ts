import type { Ground } from './ground.ts'
import { about, at, type Row } from './row.ts'

export async function settleResponder({ workspace, mark, ask }: Ground) {
  await ask('PATCH', `/api/agents/${workspace.agentId}/responder`, { name: `Pip ${mark}` })
}

const responder =
  (more = '') =>
  (of: Ground) =>
    `/api/agents/${of.workspace.agentId}/responder${more}`

export const responderRows: Row<Ground>[] = [
  { route: 'GET /api/agents/:id/responder', access: 'agents:read', names: true, ask: about(responder()) },
  {
    route: 'PATCH /api/agents/:id/responder',
    access: 'agents:write',
    names: true,
    ask: about(responder(), () => ({ name: 'Taken over' }))
  },
  {
    route: 'POST /api/agents/:id/responder/webhook-secret',
    access: 'agents:write',
    names: true,
    ask: about(responder('/webhook-secret'))
  },
  {
    route: 'POST /api/agents/:id/responder/check',
    access: 'agents:write',
    names: true,
    ask: about(responder('/check'))
  },
  { route: 'GET /api/responder/usage', access: 'agents:read', ask: at('/api/responder/usage?days=7') }
]
