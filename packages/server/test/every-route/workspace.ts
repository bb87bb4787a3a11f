import { keyWith, signIn } from '../team.ts'
import { hex } from '../visitor.ts'
import type { Ground } from './ground.ts'
import { about, at, type Row } from './row.ts'

export async function settleWorkspace({ workspace, mark, ask }: Ground) {
  await ask('PATCH', '/api/workspace', { name: `Workspace ${mark}` })
  const agent = await ask('POST', '/api/agents', { name: `Site ${mark}`, allowedOrigins: [`https://${mark}.example`] })
  const spare = await ask('POST', '/api/agents', { name: `Spare ${mark}`, allowedOrigins: ['*'] })
  const key = await keyWith(workspace, 'people:read')
  return { agentId: agent.id, spareAgentId: spare.id, keyId: key.id, owner: await signIn(workspace.owner) }
}
type World = Ground & Awaited<ReturnType<typeof settleWorkspace>>

export const workspaceRows: Row<World>[] = [
  { route: 'GET /api/openapi.json', access: 'open', ask: at('/api/openapi.json') },
  { route: 'GET /api/session', access: 'open', ask: at('/api/session') },
  {
    route: 'POST /api/session',
    access: 'open',
    ask: at('/api/session', { email: 'nobody@example.com', password: 'x' })
  },
  { route: 'DELETE /api/session', access: 'member', ask: at('/api/session') },
  {
    route: 'POST /api/session/password',
    access: 'member',
    ask: at('/api/session/password', { current: 'x', next: 'a long new password' })
  },
  { route: 'POST /api/setup', access: 'open', ask: at('/api/setup', {}) },
  { route: 'GET /api/invitations/:token', access: 'open', ask: at('/api/invitations/inv_0') },
  { route: 'POST /api/invitations/accept', access: 'open', ask: at('/api/invitations/accept', {}) },
  { route: 'GET /api/workspace', access: 'workspace:read', ask: at('/api/workspace') },
  { route: 'PATCH /api/workspace', access: 'workspace:write', ask: at('/api/workspace', { timezone: 'UTC' }) },
  { route: 'GET /api/audit', access: 'audit:read', ask: at('/api/audit') },
  { route: 'GET /api/members', access: 'members:read', ask: at('/api/members') },
  {
    route: 'POST /api/members',
    access: 'members:write',
    ask: () => ({ path: '/api/members', body: { email: `${hex(6)}@example.com`, name: 'x', role: 'viewer' } })
  },
  {
    route: 'POST /api/members/:id/invite',
    access: 'members:write',
    names: true,
    ask: about(of => `/api/members/${of.member.memberId}/invite`)
  },
  {
    route: 'PATCH /api/members/:id',
    access: 'members:write',
    names: true,
    ask: about(
      of => `/api/members/${of.member.memberId}`,
      () => ({ role: 'viewer' })
    )
  },
  {
    route: 'DELETE /api/members/:id',
    access: 'members:write',
    names: true,
    ask: about(of => `/api/members/${of.member.memberId}`)
  },
  { route: 'GET /api/keys', access: 'keys:read', ask: at('/api/keys') },
  { route: 'POST /api/keys', access: 'keys:write', ask: at('/api/keys', { name: 'x', scopes: ['people:read'] }) },
  { route: 'DELETE /api/keys/:id', access: 'keys:write', names: true, ask: about(of => `/api/keys/${of.keyId}`) },
  { route: 'GET /api/agents', access: 'agents:read', ask: at('/api/agents') },
  { route: 'POST /api/agents', access: 'agents:write', ask: at('/api/agents', { name: 'x', allowedOrigins: ['*'] }) },
  { route: 'GET /api/agents/:id', access: 'agents:read', names: true, ask: about(of => `/api/agents/${of.agentId}`) },
  {
    route: 'PATCH /api/agents/:id',
    access: 'agents:write',
    names: true,
    ask: about(
      of => `/api/agents/${of.agentId}`,
      () => ({ name: 'Taken over' })
    )
  },
  {
    route: 'DELETE /api/agents/:id',
    access: 'agents:write',
    names: true,
    ask: about(of => `/api/agents/${of.spareAgentId}`)
  },
  {
    route: 'POST /api/agents/:id/secret',
    access: 'agents:write',
    names: true,
    ask: about(
      of => `/api/agents/${of.agentId}/secret`,
      () => ({})
    )
  },
  {
    route: 'POST /api/agents/:id/verify',
    access: 'agents:read',
    names: true,
    ask: about(
      of => `/api/agents/${of.agentId}/verify`,
      () => ({ url: 'https://shop.example' })
    )
  }
]
