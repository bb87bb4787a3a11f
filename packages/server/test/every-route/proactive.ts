import type { Ground } from './ground.ts'
import { about, type Row } from './row.ts'

export async function settleProactive({ workspace, mark, ask }: Ground) {
  const rule = await ask('POST', `/api/agents/${workspace.agentId}/proactive`, {
    name: `Rule ${mark}`,
    message: `Shown ${mark}`,
    conditions: [{ kind: 'page', op: 'is', value: `/${mark}` }],
    frequency: { kind: 'once' },
    enabled: true
  })
  return { ruleId: rule.id }
}
type World = Ground & Awaited<ReturnType<typeof settleProactive>>

const messages =
  (more = '') =>
  (of: World) =>
    `/api/agents/${of.workspace.agentId}/proactive${more}`
const widget =
  (more = '') =>
  (of: World) =>
    `/api/widget/${of.workspace.agentId}/proactive${more}`
const everyPage = { conditions: [{ kind: 'timeOnPage', seconds: 5 }] }

export const proactiveRows: Row<World>[] = [
  { route: 'GET /api/agents/:id/proactive', access: 'agents:read', names: true, ask: about(messages()) },
  {
    route: 'POST /api/agents/:id/proactive',
    access: 'agents:write',
    names: true,
    ask: about(messages(), () => ({
      name: 'x',
      message: 'x',
      ...everyPage,
      frequency: { kind: 'once' },
      enabled: true
    }))
  },
  {
    route: 'PATCH /api/agents/:id/proactive',
    access: 'agents:write',
    names: true,
    ask: about(messages(), () => ({ perDay: 1 }))
  },
  {
    route: 'PUT /api/agents/:id/proactive/order',
    access: 'agents:write',
    names: true,
    ask: about(messages('/order'), of => ({ ids: [of.ruleId] }))
  },
  {
    route: 'POST /api/agents/:id/proactive/preview',
    access: 'agents:read',
    names: true,
    ask: about(messages('/preview'), () => ({ ...everyPage, frequency: { kind: 'once' } }))
  },
  {
    route: 'PATCH /api/agents/:id/proactive/:ruleId',
    access: 'agents:write',
    names: true,
    ask: about(
      of => messages(`/${of.ruleId}`)(of),
      () => ({ message: 'Taken over' })
    )
  },
  {
    route: 'DELETE /api/agents/:id/proactive/:ruleId',
    access: 'agents:write',
    names: true,
    ask: about(of => messages(`/${of.ruleId}`)(of))
  },
  ...['', '/shown', '/dismissed'].map(end => ({
    route: `OPTIONS /api/widget/:agentId/proactive${end}`,
    access: 'open' as const,
    ask: about(widget(end))
  })),
  { route: 'GET /api/widget/:agentId/proactive', access: 'page', names: true, ask: about(widget()) },
  {
    route: 'POST /api/widget/:agentId/proactive/shown',
    access: 'page',
    names: true,
    ask: about(widget('/shown'), of => ({ id: '00000000-0000-4000-8000-000000000000', ruleId: of.ruleId }))
  },
  {
    route: 'POST /api/widget/:agentId/proactive/dismissed',
    access: 'page',
    names: true,
    ask: about(widget('/dismissed'), () => ({ id: '00000000-0000-4000-8000-000000000000' }))
  }
]
