import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { AppError } from './http/index.ts'

export type Metrics = {
  registry: Registry
  /** An entry of the loss ledger, for all workspaces together. */
  counted(entry: string, count: number): void
  /** A mail was sent, is tried again, or will not be any more. */
  mailed(outcome: string): void
  /** Addresses and places that were not kept any longer, by what held them. */
  forgot(what: string, count: number): void
  enforced(at: Date): void
}

export function createMetrics(gauges: { waitingRows(): number }): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const events = new Counter({
    name: 'foyer_events_total',
    help: 'Events by what became of them: received = stored + duplicate + every reason.',
    labelNames: ['entry'],
    registers: [registry]
  })
  new Gauge({
    name: 'foyer_intake_waiting_rows',
    help: 'Events received and not yet stored.',
    registers: [registry],
    collect() {
      this.set(gauges.waitingRows())
    }
  })
  const mails = new Counter({
    name: 'foyer_mails_total',
    help: 'Tries to send a mail by what became of them: sent, retried, given up.',
    labelNames: ['outcome'],
    registers: [registry]
  })
  const forgotten = new Counter({
    name: 'foyer_places_forgotten_total',
    help: 'Records whose address and place were forgotten, by what they are records of.',
    labelNames: ['what'],
    registers: [registry]
  })
  const enforcedAt = new Gauge({
    name: 'foyer_places_enforced_timestamp_seconds',
    help: 'When addresses and places that were due were last forgotten.',
    registers: [registry]
  })
  return {
    registry,
    mailed: outcome => mails.inc({ outcome }),
    counted: (entry, count) => events.inc({ entry }, count),
    forgot: (what, count) => forgotten.inc({ what }, count),
    enforced: at => enforcedAt.set(at.getTime() / 1000)
  }
}

const loopback = new Set(['127.0.0.1', '::1'])

export function metricsRoutes(app: FastifyInstance, metrics: Metrics): void {
  const seconds = new Histogram({
    name: 'foyer_http_request_seconds',
    help: 'Time to answer, by route and class of status.',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1, 5],
    registers: [metrics.registry]
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ route, status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1000)
  })
  app.get('/metrics', async (request, reply) => {
    const isLocal = loopback.has(request.address) && request.headers['x-forwarded-for'] === undefined
    if (!isLocal) throw new AppError('forbidden', 'Metrics are read on the machine itself, from 127.0.0.1.')
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}
