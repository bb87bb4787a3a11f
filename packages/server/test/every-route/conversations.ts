import { hex } from '../visitor.ts'
import type { Ground } from './ground.ts'
import { about, at, type Row } from './row.ts'

export async function settleConversations({ workspace, mark, ask, visitor }: Ground) {
  const talk = await ask<{ conversationId: string }>(
    'POST',
    '/api/conversations',
    { agentId: workspace.agentId, message: `Message ${mark}` },
    visitor.token
  )
  const canned = await ask('POST', '/api/canned-replies', { shortcut: mark, text: `Reply ${mark}` })
  return { conversationId: talk.conversationId, cannedId: canned.id, attachmentId: `att_${hex(16)}` }
}
type World = Ground & Awaited<ReturnType<typeof settleConversations>>

const conversation =
  (more = '') =>
  (of: World) =>
    `/api/conversations/${of.conversationId}${more}`
const read = 'conversations:read' as const
const write = 'conversations:write' as const

export const conversationsRows: Row<World>[] = [
  {
    route: 'GET /api/widget/:agentId',
    access: 'open',
    ask: about((of: World) => `/api/widget/${of.workspace.agentId}`)
  },
  { route: 'OPTIONS /api/conversations', access: 'open', ask: at('/api/conversations') },
  {
    route: 'POST /api/conversations',
    access: write,
    orVisitor: true,
    names: true,
    ask: of => ({
      path: '/api/conversations',
      body: { agentId: of.workspace.agentId, visitorId: of.stranger.visitorId, message: 'x' }
    })
  },
  { route: 'GET /api/conversations', access: read, orVisitor: true, ask: at('/api/conversations') },
  { route: 'OPTIONS /api/conversations/:id', access: 'open', ask: about(conversation()) },
  { route: 'GET /api/conversations/:id', access: read, orVisitor: true, names: true, ask: about(conversation()) },
  {
    route: 'PATCH /api/conversations/:id',
    access: write,
    names: true,
    ask: about(conversation(), () => ({ status: 'resolved' }))
  },
  { route: 'OPTIONS /api/conversations/:id/messages', access: 'open', ask: about(conversation('/messages')) },
  {
    route: 'GET /api/conversations/:id/messages',
    access: read,
    orVisitor: true,
    names: true,
    ask: about(conversation('/messages'))
  },
  {
    route: 'POST /api/conversations/:id/messages',
    access: write,
    orVisitor: true,
    names: true,
    ask: about(conversation('/messages'), () => ({ text: 'x', clientId: hex(8) }))
  },
  { route: 'OPTIONS /api/conversations/:id/read', access: 'open', ask: about(conversation('/read')) },
  {
    route: 'POST /api/conversations/:id/read',
    access: read,
    orVisitor: true,
    names: true,
    ask: about(conversation('/read'), () => ({ read: 1 }))
  },
  { route: 'OPTIONS /api/conversations/:id/typing', access: 'open', ask: about(conversation('/typing')) },
  {
    route: 'POST /api/conversations/:id/typing',
    access: write,
    orVisitor: true,
    names: true,
    ask: about(conversation('/typing'), () => ({ isTyping: true }))
  },
  { route: 'OPTIONS /api/conversations/:id/email', access: 'open', ask: about(conversation('/email')) },
  {
    route: 'POST /api/conversations/:id/email',
    access: write,
    orVisitor: true,
    names: true,
    ask: about(conversation('/email'), () => ({ skip: true }))
  },
  { route: 'OPTIONS /api/conversations/:id/rating', access: 'open', ask: about(conversation('/rating')) },
  {
    route: 'POST /api/conversations/:id/rating',
    access: write,
    orVisitor: true,
    names: true,
    ask: about(conversation('/rating'), () => ({ score: 5 }))
  },
  { route: 'GET /api/conversations/counts', access: read, ask: at('/api/conversations/counts') },
  { route: 'GET /api/conversations/labels', access: read, ask: at('/api/conversations/labels') },
  {
    route: 'POST /api/conversations/:id/notes',
    access: write,
    names: true,
    ask: about(conversation('/notes'), () => ({ text: 'x' }))
  },
  { route: 'POST /api/conversations/:id/accept', access: write, names: true, ask: about(conversation('/accept')) },
  {
    route: 'POST /api/conversations/:id/transfer',
    access: write,
    names: true,
    ask: about(conversation('/transfer'), of => ({ to: of.member.memberId }))
  },
  {
    route: 'POST /api/conversations/:id/merge',
    access: write,
    names: true,
    ask: about(conversation('/merge'), of => ({ into: of.conversationId }))
  },
  {
    route: 'POST /api/conversations/bulk',
    access: write,
    ask: about(
      () => '/api/conversations/bulk',
      of => ({ ids: [of.conversationId], change: { status: 'resolved' } })
    )
  },
  {
    route: 'PUT /api/conversations/:id/draft',
    access: write,
    names: true,
    ask: about(conversation('/draft'), () => ({ text: 'x' }))
  },
  {
    route: 'PATCH /api/conversations/labels',
    access: 'workspace:write',
    ask: at('/api/conversations/labels', { label: 'x', to: 'y' })
  },
  { route: 'GET /api/mail', access: 'workspace:read', ask: at('/api/mail') },
  { route: 'GET /api/conversations/notices', access: 'member', ask: at('/api/conversations/notices') },
  {
    route: 'PUT /api/conversations/notices',
    access: 'member',
    ask: at('/api/conversations/notices', { mail: 'mine' })
  },
  { route: 'GET /api/conversations/settings', access: read, ask: at('/api/conversations/settings') },
  {
    route: 'PATCH /api/conversations/settings',
    access: 'workspace:write',
    ask: at('/api/conversations/settings', { autoAssign: false })
  },
  { route: 'OPTIONS /api/conversations/:id/attachments', access: 'open', ask: about(conversation('/attachments')) },
  {
    route: 'POST /api/conversations/:id/attachments',
    access: write,
    orVisitor: true,
    names: true,
    ask: of => ({
      path: `${conversation('/attachments')(of)}?name=a.txt`,
      raw: 'text',
      headers: { 'content-type': 'text/plain' }
    })
  },
  {
    route: 'OPTIONS /api/conversations/:id/attachments/:attachmentId',
    access: 'open',
    ask: about(of => conversation(`/attachments/${of.attachmentId}`)(of))
  },
  {
    route: 'GET /api/conversations/:id/attachments/:attachmentId',
    access: read,
    orVisitor: true,
    names: true,
    ask: about(of => conversation(`/attachments/${of.attachmentId}`)(of))
  },
  { route: 'GET /api/canned-replies', access: read, ask: at('/api/canned-replies') },
  {
    route: 'POST /api/canned-replies',
    access: write,
    ask: () => ({ path: '/api/canned-replies', body: { shortcut: hex(6), text: 'x' } })
  },
  {
    route: 'PATCH /api/canned-replies/:id',
    access: write,
    names: true,
    ask: about(
      of => `/api/canned-replies/${of.cannedId}`,
      () => ({ shortcut: hex(6), text: 'Taken over' })
    )
  },
  {
    route: 'DELETE /api/canned-replies/:id',
    access: write,
    names: true,
    ask: about(of => `/api/canned-replies/${of.cannedId}`)
  },
  { route: 'OPTIONS /api/conversations/:id/hand-over', access: 'open', ask: about(conversation('/hand-over')) },
  {
    route: 'POST /api/conversations/:id/hand-over',
    access: write,
    orVisitor: true,
    names: true,
    ask: about(conversation('/hand-over'))
  },
  { route: 'GET /api/presence', access: read, ask: at('/api/presence') },
  { route: 'PUT /api/presence', access: write, ask: at('/api/presence', { status: 'away' }) }
]
