import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { CountedAnswer } from './conversations/index.ts'
import { AppError } from './http/index.ts'

export type Metrics = {
  registry: Registry
  /** An entry of the loss ledger, for all workspaces together. */
  counted(entry: string, count: number): void
  answered(answer: CountedAnswer): void
  /** A page of a site that is read to answer from. */
  pageRead(outcome: string): void
  /** A mail was sent, is tried again, or will not be any more. */
  mailed(outcome: string): void
  /** Addresses and places that were not kept any longer, by what held them. */
  forgot(what: string, count: number): void
  enforced(at: Date): void
  /** A request, by how it stands in the log. */
  logged(how: string): void
  /** A delivery, by where a try or its end has brought it. */
  delivery(type: string, state: string, seconds: number): void
}

export function createMetrics(gauges: {
  waitingRows(): number
  waitingDeliveries(): Promise<number>
  visitsStoredBefore(): Promise<number>
}): Metrics {
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
  const deliveries = new Counter({
    name: 'foyer_deliveries_total',
    help: 'Deliveries by the type of their destination and where they got to: delivered, retrying, or why they ended.',
    labelNames: ['destination', 'state'],
    registers: [registry]
  })
  const deliverySeconds = new Histogram({
    name: 'foyer_delivery_seconds',
    help: 'From the answer to an event until it was delivered.',
    labelNames: ['destination'],
    buckets: [0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3600],
    registers: [registry]
  })
  new Gauge({
    name: 'foyer_deliveries_waiting',
    help: 'Deliveries that are still to be sent; of more than a million, a million.',
    registers: [registry],
    async collect() {
      this.set(await gauges.waitingDeliveries())
    }
  })
  new Gauge({
    name: 'foyer_visits_table_timestamp_seconds',
    help: 'What was stored before is in the tables of visits that reports read; 0 while one is missing, and where nobody has events enough for one.',
    registers: [registry],
    async collect() {
      this.set(await gauges.visitsStoredBefore())
    }
  })
  const answers = new Counter({
    name: 'foyer_answers_total',
    help: 'Questions to a responder by what became of them: answered, or why a person was called (asked, rule, unsure, failed).',
    labelNames: ['responder', 'outcome'],
    registers: [registry]
  })
  const failures = new Counter({
    name: 'foyer_answer_failures_total',
    help: 'Questions that a responder had no answer to because something failed, by what.',
    labelNames: ['responder', 'reason'],
    registers: [registry]
  })
  const tokens = new Counter({
    name: 'foyer_answer_tokens_total',
    help: 'Tokens of the model, as its server counts them or estimated where it does not.',
    labelNames: ['kind'],
    registers: [registry]
  })
  const answerSeconds = new Histogram({
    name: 'foyer_answer_seconds',
    help: 'From the question of a visitor to what was said to it, whatever that was.',
    labelNames: ['responder'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry]
  })
  const pages = new Counter({
    name: 'foyer_crawl_pages_total',
    help: 'Pages of sites that are read to answer from: read, unchanged, failed.',
    labelNames: ['outcome'],
    registers: [registry]
  })
  const mails = new Counter({
    name: 'foyer_mails_total',
    help: 'Tries to send a mail by what became of them: sent, retried, given up; and what was held back as too much for one address.',
    labelNames: ['outcome'],
    registers: [registry]
  })
  const logged = new Counter({
    name: 'foyer_requests_logged_total',
    help: 'Requests by how they stand in the request log: row, summed, dropped; nobody: of no workspace, and in no log.',
    labelNames: ['how'],
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
    answered({ responder, outcome, failure, seconds, promptTokens, completionTokens }) {
      answers.inc({ responder, outcome })
      if (failure !== undefined) failures.inc({ responder, reason: failure })
      if (promptTokens > 0) tokens.inc({ kind: 'prompt' }, promptTokens)
      if (completionTokens > 0) tokens.inc({ kind: 'completion' }, completionTokens)
      answerSeconds.observe({ responder }, seconds)
    },
    pageRead: outcome => pages.inc({ outcome }),
    mailed: outcome => mails.inc({ outcome }),
    counted: (entry, count) => events.inc({ entry }, count),
    logged: how => logged.inc({ how }),
    delivery(destination, state, seconds) {
      deliveries.inc({ destination, state })
      if (state === 'delivered') deliverySeconds.observe({ destination }, seconds)
    },
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
