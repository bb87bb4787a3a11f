import type { Scope } from '@foyer/protocol'
import { anyAddress, chainOf, join, keyWith, signIn } from './team.ts'
import { hex, identify, newLocalId, page, send, userToken } from './visitor.ts'
import { call, mintWorkspace } from './workspace.ts'

/** Stands in everything this workspace owns and shows, so that any of it elsewhere is seen. */
const marked = () => `secret${hex(6)}`

const lastHour = () => ({
  from: new Date(Date.now() - 3_600_000).toISOString(),
  to: new Date(Date.now() + 3_600_000).toISOString()
})

/** A workspace with one of everything. */
export async function settle() {
  const workspace = await mintWorkspace()
  const mark = marked()
  const ask = async <Body = { id: string }>(method: string, path: string, body?: unknown, who = workspace.key) => {
    const answer = await call<Body>(method, path, { who, ...(body === undefined ? {} : { body }) })
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  await ask('PATCH', '/api/workspace', { name: `Workspace ${mark}` })
  const agent = await ask('POST', '/api/agents', { name: `Site ${mark}`, allowedOrigins: [`https://${mark}.example`] })
  const spare = await ask('POST', '/api/agents', { name: `Spare ${mark}`, allowedOrigins: ['*'] })
  const member = await join(workspace, 'agent')
  await ask('PATCH', `/api/members/${member.memberId}`, { name: `Member ${mark}` })
  const key = await keyWith(workspace, 'people:read')
  const proof = (n: number) => userToken(workspace, `user-${mark}`, { n, traits: { name: `Person ${mark}` } })
  const seen = async (more: Record<string, unknown>) =>
    (await identify(workspace, { localId: newLocalId(), ...more }, anyAddress())).body
  const visitor = await seen({ userToken: await proof(1) })
  await seen({ userToken: await proof(2) })
  await send(workspace, visitor, [page(`/${mark}`)])
  const stranger = await seen({})
  const [join1] = (await chainOf(workspace, visitor.visitorId)).evidence
  const talk = await ask<{ conversationId: string; message?: { id: string } }>(
    'POST',
    '/api/conversations',
    { agentId: workspace.agentId, message: `Message ${mark}` },
    visitor.token
  )
  const rule = await ask('POST', `/api/agents/${workspace.agentId}/proactive`, {
    name: `Rule ${mark}`,
    message: `Shown ${mark}`,
    conditions: [{ kind: 'page', op: 'is', value: `/${mark}` }],
    frequency: { kind: 'once' },
    enabled: true
  })
  const document = await ask('POST', '/api/knowledge/documents', {
    kind: 'text',
    title: `Document ${mark}`,
    text: `Passage ${mark}`
  })
  const site = await ask('POST', '/api/knowledge/crawls', { url: `https://${mark}.invalid` })
  await ask('PATCH', `/api/agents/${workspace.agentId}/responder`, { name: `Pip ${mark}` })
  const canned = await ask('POST', '/api/canned-replies', { shortcut: mark, text: `Reply ${mark}` })
  const question = { series: [{ event: 'page', where: [{ property: 'path', op: 'is', value: `/${mark}` }] }] }
  const report = await ask('POST', '/api/reports', {
    name: `Report ${mark}`,
    kind: 'trend',
    range: { last: 7 },
    question
  })
  const dashboard = await ask('POST', '/api/dashboards', {
    name: `Dashboard ${mark}`,
    tiles: [{ reportId: report.id, width: 6, height: 1 }]
  })
  await ask('POST', `/api/dashboards/${dashboard.id}/link`, {})
  const segment = await ask('POST', '/api/segments', {
    name: `Segment ${mark}`,
    rule: { filters: [{ property: 'path', value: `/${mark}` }] }
  })
  const annotation = await ask('POST', '/api/annotations', { at: '2026-11-26', text: `Annotation ${mark}` })
  const digest = await ask('POST', '/api/digests', {
    dashboardId: dashboard.id,
    every: 'week',
    hour: 8,
    to: { addresses: [`${mark}@shop.example`] }
  })
  const destination = await ask('POST', '/api/destinations', {
    type: 'webhook',
    name: `Destination ${mark}`,
    settings: { url: `https://${mark}.invalid/`, secret: `whsec_${Buffer.from(hex(24)).toString('base64')}` },
    mapping: { rules: [{ name: 'One event', on: { names: [mark] }, to: 'event', fields: {} }] }
  })
  const delivery = await ask('POST', `/api/destinations/${destination.id}/test`, {
    event: { type: 'track', name: mark }
  })
  const replay = await ask('POST', `/api/destinations/${destination.id}/replay`, lastHour())
  return {
    workspace,
    mark,
    destinationId: destination.id,
    deliveryId: delivery.id,
    replayId: replay.id,
    segmentId: segment.id,
    reportId: report.id,
    dashboardId: dashboard.id,
    digestId: digest.id,
    annotationId: annotation.id,
    agentId: agent.id,
    spareAgentId: spare.id,
    member,
    keyId: key.id,
    visitor,
    stranger,
    joinId: join1?.id ?? '',
    conversationId: talk.conversationId,
    cannedId: canned.id,
    ruleId: rule.id,
    documentId: document.id,
    crawlId: site.id,
    attachmentId: `att_${hex(16)}`,
    owner: await signIn(workspace.owner)
  }
}
export type World = Awaited<ReturnType<typeof settle>>
type Request = { path: string; body?: unknown; raw?: string; headers?: Record<string, string> }
export type Row = {
  route: string
  /** `open`: no credential is asked for. `page`: a visitor's page, or a key with visitors:write. */
  access: 'open' | 'page' | 'member' | Scope
  /** A visitor's token opens it as well, to what is theirs. */
  orVisitor?: true
  /** A good request, about what this workspace owns. */
  ask: (of: World) => Request
  /** It names something of the workspace: asked from elsewhere, there is no such thing. */
  names?: true
}

const at = (path: string, body?: unknown) => () => ({ path, ...(body === undefined ? {} : { body }) })
const about = (path: (of: World) => string, body?: (of: World) => unknown) => (of: World) => ({
  path: path(of),
  ...(body === undefined ? {} : { body: body(of) })
})
const person = (of: World) => `/api/people/${of.visitor.visitorId}`
const conversation =
  (more = '') =>
  (of: World) =>
    `/api/conversations/${of.conversationId}${more}`
const messages =
  (more = '') =>
  (of: World) =>
    `/api/agents/${of.workspace.agentId}/proactive${more}`
const widget =
  (more = '') =>
  (of: World) =>
    `/api/widget/${of.workspace.agentId}/proactive${more}`
const everyPage = { conditions: [{ kind: 'timeOnPage', seconds: 5 }] }
const responder =
  (more = '') =>
  (of: World) =>
    `/api/agents/${of.workspace.agentId}/responder${more}`
const site =
  (more = '') =>
  (of: World) =>
    `/api/knowledge/crawls/${of.crawlId}${more}`
const report =
  (more = '') =>
  (of: World) =>
    `/api/reports/${of.reportId}${more}`
const dashboard =
  (more = '') =>
  (of: World) =>
    `/api/dashboards/${of.dashboardId}${more}`
const segment =
  (more = '') =>
  (of: World) =>
    `/api/segments/${of.segmentId}${more}`
const digest =
  (more = '') =>
  (of: World) =>
    `/api/digests/${of.digestId}${more}`
const destination =
  (more = '') =>
  (of: World) =>
    `/api/destinations/${of.destinationId}${more}`
const annotation = (of: World) => `/api/annotations/${of.annotationId}`
const delivery =
  (more = '') =>
  (of: World) =>
    `/api/deliveries/${of.deliveryId}${more}`
const asked = { name: 'Views', kind: 'trend', range: { last: 7 }, question: { series: [{ event: 'page' }] } }
const document = (of: World) => `/api/knowledge/documents/${of.documentId}`
const read = 'conversations:read' as const
const write = 'conversations:write' as const

/** Every route under /api. One that is registered and does not stand here fails the first test of tenant-isolation. */
const hook = {
  type: 'webhook',
  name: 'Hook',
  settings: { url: 'https://hooks.example/in', secret: `whsec_${'A'.repeat(44)}` }
}
const destinationRows: Row[] = [
  { route: 'GET /api/destinations/catalog', access: 'destinations:read', ask: at('/api/destinations/catalog') },
  { route: 'GET /api/destinations', access: 'destinations:read', ask: at('/api/destinations') },
  {
    route: 'POST /api/destinations',
    access: 'destinations:write',
    ask: () => ({ path: '/api/destinations', body: { ...hook, name: `Hook ${hex(4)}`, enabled: false } })
  },
  { route: 'GET /api/destinations/:id', access: 'destinations:read', names: true, ask: about(destination()) },
  {
    route: 'PATCH /api/destinations/:id',
    access: 'destinations:write',
    names: true,
    ask: about(destination(), () => ({
      consentCategories: ['marketing'],
      personal: { email: 'hash' },
      settings: { url: 'https://hooks.example/other' }
    }))
  },
  { route: 'DELETE /api/destinations/:id', access: 'destinations:write', names: true, ask: about(destination()) },
  {
    route: 'GET /api/destinations/:id/revisions',
    access: 'destinations:read',
    names: true,
    ask: about(destination('/revisions'))
  },
  {
    route: 'POST /api/destinations/:id/revisions/:revision/restore',
    access: 'destinations:write',
    names: true,
    ask: about(destination('/revisions/1/restore'))
  },
  {
    route: 'POST /api/destinations/preview',
    access: 'destinations:read',
    ask: at('/api/destinations/preview', { type: 'webhook', settings: {}, event: { type: 'page' } })
  },
  {
    route: 'POST /api/destinations/:id/preview',
    access: 'destinations:read',
    names: true,
    ask: about(destination('/preview'), () => ({ event: { type: 'page' } }))
  },
  {
    route: 'POST /api/destinations/:id/dry-run',
    access: 'destinations:write',
    names: true,
    ask: about(destination('/dry-run'), () => ({ from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' }))
  },
  {
    route: 'GET /api/destinations/:id/recent-events',
    access: 'destinations:read',
    names: true,
    ask: about(destination('/recent-events'))
  },
  {
    route: 'POST /api/destinations/resolve',
    access: 'destinations:write',
    ask: at('/api/destinations/resolve', { type: 'webhook', settings: {} })
  },
  {
    route: 'POST /api/destinations/:id/test',
    access: 'destinations:write',
    names: true,
    ask: about(destination('/test'), of => ({ event: { type: 'track', name: of.mark } }))
  },
  {
    route: 'GET /api/destinations/:id/figures',
    access: 'destinations:read',
    names: true,
    ask: about(destination('/figures?from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z'))
  },
  {
    route: 'POST /api/destinations/:id/retry',
    access: 'destinations:write',
    names: true,
    ask: about(destination('/retry'), () => ({ states: ['invalid'], reason: '400', countOnly: true }))
  },
  {
    route: 'POST /api/destinations/:id/replay',
    access: 'destinations:write',
    names: true,
    ask: about(destination('/replay'), of => ({ ...lastHour(), events: [of.mark], countOnly: true }))
  },
  {
    route: 'GET /api/destinations/:id/replays',
    access: 'destinations:read',
    names: true,
    ask: about(destination('/replays'))
  },
  {
    route: 'POST /api/destinations/:id/replays/:replayId/stop',
    access: 'destinations:write',
    names: true,
    ask: about(of => destination(`/replays/${of.replayId}/stop`)(of))
  },
  {
    route: 'GET /api/deliveries',
    access: 'destinations:read',
    ask: at('/api/deliveries?limit=5&state=delivered,invalid&search=x&event=page&from=2026-11-01T00:00:00Z')
  },
  { route: 'GET /api/deliveries/:id', access: 'destinations:read', names: true, ask: about(delivery()) },
  {
    route: 'POST /api/deliveries/:id/resend',
    access: 'destinations:write',
    names: true,
    ask: about(delivery('/resend'))
  }
]

export const rows: Row[] = [
  { route: 'GET /api/openapi.json', access: 'open', ask: at('/api/openapi.json') },
  { route: 'GET /api/live', access: 'open', ask: at('/api/live') },
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
  { route: 'GET /api/privacy/policy', access: 'workspace:read', ask: at('/api/privacy/policy') },
  {
    route: 'PUT /api/privacy/policy',
    access: 'workspace:write',
    ask: at('/api/privacy/policy', { default: { ip: 'full', place: 'city', forgetAfterDays: 365 }, regions: [] })
  },
  { route: 'GET /api/privacy/applies', access: 'workspace:read', ask: at('/api/privacy/applies?ip=81.2.69.142') },
  { route: 'GET /api/privacy/apply', access: 'workspace:read', ask: at('/api/privacy/apply') },
  { route: 'POST /api/privacy/apply', access: 'workspace:write', ask: at('/api/privacy/apply') },
  {
    route: 'GET /api/analytics/overview',
    access: 'analytics:read',
    ask: at('/api/analytics/overview?from=2026-01-01&to=2026-12-31&unit=month')
  },
  {
    route: 'GET /api/analytics/top',
    access: 'analytics:read',
    ask: at('/api/analytics/top?from=2026-01-01&to=2026-12-31&dimension=page')
  },
  { route: 'GET /api/analytics/live', access: 'analytics:read', ask: at('/api/analytics/live') },
  { route: 'GET /api/analytics/fields', access: 'analytics:read', ask: at('/api/analytics/fields?of=path') },
  { route: 'GET /api/audit', access: 'audit:read', ask: at('/api/audit') },
  {
    route: 'GET /api/analytics/asks/:id',
    access: 'analytics:read',
    ask: () => ({ path: `/api/analytics/asks/${hex(16)}` })
  },
  {
    route: 'DELETE /api/analytics/asks/:id',
    access: 'analytics:read',
    ask: () => ({ path: `/api/analytics/asks/${hex(16)}` })
  },
  {
    route: 'POST /api/analytics/trend',
    access: 'analytics:read',
    ask: () => ({
      path: '/api/analytics/trend',
      body: { from: '2026-11-01', to: '2026-11-30', series: [{ event: 'page' }], breakdown: 'path' }
    })
  },
  {
    route: 'POST /api/analytics/retention',
    access: 'analytics:read',
    ask: () => ({
      path: '/api/analytics/retention',
      body: {
        from: '2026-11-01',
        to: '2026-11-30',
        unit: 'week',
        start: { event: 'page', where: [{ property: 'path', op: 'is', value: '/' }] },
        return: { event: 'page' },
        cohorts: 'first',
        counting: 'on',
        periods: 3,
        breakdown: 'path',
        limit: 3
      }
    })
  },
  {
    route: 'POST /api/analytics/funnel',
    access: 'analytics:read',
    ask: () => ({
      path: '/api/analytics/funnel',
      body: {
        from: '2026-11-01',
        to: '2026-11-30',
        steps: [
          { event: 'page', name: '/', where: [{ property: 'path', op: 'is', value: '/' }] },
          { event: 'started', anyOf: [{ event: 'click' }], optional: true },
          { event: 'Order Completed' }
        ],
        window: '1d',
        order: 'ordered',
        exclude: [{ event: 'exit', after: 1 }],
        breakdown: 'browser',
        attribution: 'first',
        limit: 3,
        unit: 'week',
        compare: { from: '2026-10-01', to: '2026-10-31' }
      }
    })
  },
  {
    route: 'POST /api/analytics/people',
    access: 'people:read',
    ask: () => ({
      path: '/api/analytics/people',
      body: {
        of: {
          report: 'funnel',
          question: {
            from: '2026-11-01',
            to: '2026-11-30',
            steps: [{ event: 'page' }, { event: 'page' }],
            breakdown: 'browser'
          },
          step: 1,
          who: 'reached',
          value: 'Chrome'
        },
        limit: 10
      }
    })
  },
  {
    route: 'POST /api/analytics/paths',
    access: 'analytics:read',
    ask: () => ({
      path: '/api/analytics/paths',
      body: {
        from: '2026-11-01',
        to: '2026-11-30',
        nodes: 'both',
        start: { event: 'page', where: [{ property: 'path', op: 'is', value: '/' }] },
        levels: 3,
        perLevel: 4,
        patterns: ['/product/*'],
        fold: true,
        keepRepeats: false
      }
    })
  },
  {
    route: 'GET /api/ledger',
    access: 'workspace:read',
    ask: of => ({ path: `/api/ledger?agentId=${of.workspace.agentId}` })
  },
  {
    route: 'POST /api/analytics/conversations',
    access: 'analytics:read',
    ask: at('/api/analytics/conversations', { from: '2026-11-01', to: '2026-11-30' })
  },
  { route: 'GET /api/requests', access: 'analytics:read', ask: at('/api/requests?ip=81.2.') },
  { route: 'GET /api/requests/summary', access: 'analytics:read', ask: at('/api/requests/summary') },
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
  },
  { route: 'GET /api/widget/:agentId', access: 'open', ask: about(of => `/api/widget/${of.agentId}`) },
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
  { route: 'GET /api/live/now', access: 'live:read', ask: at('/api/live/now') },
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
  },
  { route: 'OPTIONS /api/conversations/:id/hand-over', access: 'open', ask: about(conversation('/hand-over')) },
  {
    route: 'POST /api/conversations/:id/hand-over',
    access: write,
    orVisitor: true,
    names: true,
    ask: about(conversation('/hand-over'))
  },
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
  { route: 'GET /api/responder/usage', access: 'agents:read', ask: at('/api/responder/usage?days=7') },
  { route: 'GET /api/knowledge/documents', access: 'agents:read', ask: at('/api/knowledge/documents') },
  {
    route: 'POST /api/knowledge/documents',
    access: 'agents:write',
    ask: at('/api/knowledge/documents', { kind: 'text', text: 'x' })
  },
  {
    route: 'POST /api/knowledge/documents/upload',
    access: 'agents:write',
    ask: () => ({
      path: '/api/knowledge/documents/upload?name=a.txt',
      raw: 'text',
      headers: { 'content-type': 'text/plain' }
    })
  },
  { route: 'GET /api/knowledge/documents/:id', access: 'agents:read', names: true, ask: about(document) },
  {
    route: 'PATCH /api/knowledge/documents/:id',
    access: 'agents:write',
    names: true,
    ask: about(document, () => ({ title: 'Taken over' }))
  },
  { route: 'DELETE /api/knowledge/documents/:id', access: 'agents:write', names: true, ask: about(document) },
  { route: 'GET /api/knowledge/crawls', access: 'agents:read', ask: at('/api/knowledge/crawls') },
  {
    route: 'POST /api/knowledge/crawls',
    access: 'agents:write',
    ask: at('/api/knowledge/crawls', { url: 'https://nowhere.invalid' })
  },
  { route: 'GET /api/knowledge/crawls/:id', access: 'agents:read', names: true, ask: about(site()) },
  { route: 'POST /api/knowledge/crawls/:id/cancel', access: 'agents:write', names: true, ask: about(site('/cancel')) },
  { route: 'POST /api/knowledge/crawls/:id/again', access: 'agents:write', names: true, ask: about(site('/again')) },
  { route: 'DELETE /api/knowledge/crawls/:id', access: 'agents:write', names: true, ask: about(site()) },
  {
    route: 'GET /api/knowledge/search',
    access: 'agents:read',
    ask: of => ({ path: `/api/knowledge/search?q=${of.mark}` })
  },
  {
    route: 'POST /api/analytics/export',
    access: 'analytics:read',
    ask: at('/api/analytics/export', {
      kind: 'trend',
      question: { ...asked.question, from: '2026-11-01', to: '2026-11-02' },
      table: 'totals',
      format: 'ndjson'
    })
  },
  { route: 'GET /api/segments', access: 'analytics:read', ask: at('/api/segments') },
  {
    route: 'POST /api/segments',
    access: 'analytics:write',
    ask: at('/api/segments', { name: 'x', rule: { filters: [] } })
  },
  {
    route: 'POST /api/segments/count',
    access: 'analytics:read',
    ask: at('/api/segments/count', { rule: { filters: [{ did: { event: 'page' } }] } })
  },
  { route: 'GET /api/segments/:id', access: 'analytics:read', names: true, ask: about(segment()) },
  {
    route: 'PATCH /api/segments/:id',
    access: 'analytics:write',
    names: true,
    ask: about(segment(), () => ({ name: 'Taken over' }))
  },
  { route: 'DELETE /api/segments/:id', access: 'analytics:write', names: true, ask: about(segment()) },
  { route: 'GET /api/segments/:id/people', access: 'people:read', names: true, ask: about(segment('/people')) },
  {
    route: 'GET /api/annotations',
    access: 'analytics:read',
    ask: at('/api/annotations?from=2026-01-01&to=2026-12-31')
  },
  {
    route: 'POST /api/annotations',
    access: 'analytics:write',
    ask: at('/api/annotations', { at: '2026-11-26', text: 'Campaign started' })
  },
  {
    route: 'PATCH /api/annotations/:id',
    access: 'analytics:write',
    names: true,
    ask: about(annotation, () => ({ text: 'Taken over' }))
  },
  { route: 'DELETE /api/annotations/:id', access: 'analytics:write', names: true, ask: about(annotation) },
  { route: 'GET /api/reports', access: 'analytics:read', ask: at('/api/reports') },
  { route: 'POST /api/reports', access: 'analytics:write', ask: at('/api/reports', asked) },
  { route: 'GET /api/reports/:id', access: 'analytics:read', names: true, ask: about(report()) },
  { route: 'GET /api/reports/:id/answer', access: 'analytics:read', names: true, ask: about(report('/answer')) },
  {
    route: 'PATCH /api/reports/:id',
    access: 'analytics:write',
    names: true,
    ask: about(report(), () => ({ name: 'Taken over', range: { calendar: 'lastWeek' } }))
  },
  { route: 'DELETE /api/reports/:id', access: 'analytics:write', names: true, ask: about(report()) },
  { route: 'GET /api/dashboards', access: 'analytics:read', ask: at('/api/dashboards') },
  { route: 'POST /api/dashboards', access: 'analytics:write', ask: at('/api/dashboards', { name: 'Monday' }) },
  { route: 'GET /api/dashboards/:id', access: 'analytics:read', names: true, ask: about(dashboard()) },
  {
    route: 'PATCH /api/dashboards/:id',
    access: 'analytics:write',
    names: true,
    ask: about(dashboard(), of => ({ name: 'Taken over', tiles: [{ reportId: of.reportId, width: 12, height: 2 }] }))
  },
  { route: 'DELETE /api/dashboards/:id', access: 'analytics:write', names: true, ask: about(dashboard()) },
  {
    route: 'POST /api/dashboards/:id/link',
    access: 'analytics:write',
    names: true,
    ask: about(dashboard('/link'), () => ({ expiresInDays: 7 }))
  },
  { route: 'DELETE /api/dashboards/:id/link', access: 'analytics:write', names: true, ask: about(dashboard('/link')) },
  { route: 'GET /api/digests', access: 'analytics:write', ask: at('/api/digests') },
  {
    route: 'POST /api/digests',
    access: 'analytics:write',
    names: true,
    ask: about(
      () => '/api/digests',
      of => ({ dashboardId: of.dashboardId, every: 'day', hour: 8, to: { addresses: ['team@shop.example'] } })
    )
  },
  {
    route: 'PATCH /api/digests/:id',
    access: 'analytics:write',
    names: true,
    ask: about(digest(), () => ({ hour: 9, enabled: false }))
  },
  { route: 'DELETE /api/digests/:id', access: 'analytics:write', names: true, ask: about(digest()) },
  { route: 'POST /api/digests/:id/send', access: 'analytics:write', names: true, ask: about(digest('/send')) },
  { route: 'GET /api/shared/:secret', access: 'open', ask: at('/api/shared/no-such-link') },
  { route: 'GET /api/shared/:secret/tiles/:tile', access: 'open', ask: at('/api/shared/no-such-link/tiles/0') },
  ...destinationRows,
  { route: 'GET /api/presence', access: read, ask: at('/api/presence') },
  { route: 'PUT /api/presence', access: write, ask: at('/api/presence', { status: 'away' }) }
]

export const methodOf = (row: Row) => row.route.split(' ')[0] ?? ''

export const knock = (row: Row, of: World, who: { who?: string; headers?: Record<string, string> }) => {
  const { path, headers, ...request } = row.ask(of)
  return call<Record<string, unknown>>(methodOf(row), path, {
    ...who,
    ...request,
    headers: { ...headers, ...who.headers }
  })
}
