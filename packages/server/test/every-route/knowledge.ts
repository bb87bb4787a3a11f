import type { Ground } from './ground.ts'
import { about, at, type Row } from './row.ts'

export async function settleKnowledge({ mark, ask }: Ground) {
  const document = await ask('POST', '/api/knowledge/documents', {
    kind: 'text',
    title: `Document ${mark}`,
    text: `Passage ${mark}`
  })
  const site = await ask('POST', '/api/knowledge/crawls', { url: `https://${mark}.invalid` })
  return { documentId: document.id, crawlId: site.id }
}
type World = Ground & Awaited<ReturnType<typeof settleKnowledge>>

const document = (of: World) => `/api/knowledge/documents/${of.documentId}`
const site =
  (more = '') =>
  (of: World) =>
    `/api/knowledge/crawls/${of.crawlId}${more}`

export const knowledgeRows: Row<World>[] = [
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
  }
]
