import { hex } from '../visitor.ts'
import type { Ground } from './ground.ts'
import { about, at, type Row } from './row.ts'

export async function settleDestinations({ mark, ask }: Ground) {
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
  return { destinationId: destination.id, deliveryId: delivery.id, replayId: replay.id }
}
type World = Ground & Awaited<ReturnType<typeof settleDestinations>>

const lastHour = () => ({
  from: new Date(Date.now() - 3_600_000).toISOString(),
  to: new Date(Date.now() + 3_600_000).toISOString()
})
const destination =
  (more = '') =>
  (of: World) =>
    `/api/destinations/${of.destinationId}${more}`
const delivery =
  (more = '') =>
  (of: World) =>
    `/api/deliveries/${of.deliveryId}${more}`
const hook = {
  type: 'webhook',
  name: 'Hook',
  settings: { url: 'https://hooks.example/in', secret: `whsec_${'A'.repeat(44)}` }
}

export const destinationsRows: Row<World>[] = [
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
    ask: at(
      '/api/deliveries?limit=5&state=delivered,invalid&retried=true&search=x&event=page&from=2026-11-01T00:00:00Z'
    )
  },
  { route: 'GET /api/deliveries/:id', access: 'destinations:read', names: true, ask: about(delivery()) },
  {
    route: 'POST /api/deliveries/:id/resend',
    access: 'destinations:write',
    names: true,
    ask: about(delivery('/resend'))
  }
]
