import type { FastifyInstance } from 'fastify'
import { dropOldDays, type EventStore } from '../stores/events/index.ts'
import { type Bounds, createGathering } from './gather.ts'
import { isLogged, toldOf } from './told.ts'
import { createLines, type Writing } from './write.ts'

export type RequestLogOptions = Writing & {
  events: Pick<EventStore, 'insertRequests' | 'lookUp' | 'command'>
  clock: () => Date
  log: { warn(details: object, message: string): void }
  keptDays: number
  rowsADay: number
  /** `row`, `summed`, `dropped`, or `nobody` for what belongs to no workspace. */
  counted(what: string): void
}

const writeEveryMs = 1_000
const sweepEveryMs = 3_600_000
const bounds = { rowsAtOnce: 50, rowsWaiting: 20_000, sumsWaiting: 5_000 } satisfies Partial<Bounds>

/** The request log: gathered as requests are answered, written a moment later as one insert. */
export function createRequestLog(options: RequestLogOptions) {
  const { events, log, counted } = options
  const nowMs = () => options.clock().getTime()
  const gathering = createGathering({ ...bounds, rowsADay: options.rowsADay })
  const linesOf = createLines(options)
  let running: Promise<void> | null = null
  /** Stays until a store has taken it; meanwhile the bounds hold for what comes after it. */
  let taken: ReturnType<typeof gathering.drain> | null = null

  async function write(): Promise<void> {
    if (taken === null && gathering.isEmpty) return
    taken ??= gathering.drain()
    try {
      await events.insertRequests(await linesOf(taken, nowMs()))
      taken = null
    } catch (fault) {
      log.warn({ err: fault }, 'the request log was not written; it is tried again in a second')
    }
  }
  const writeNext = () => {
    running ??= write().finally(() => {
      running = null
    })
    return running
  }
  const sweep = () =>
    dropOldDays(events, 'requests', options.keptDays, nowMs()).catch(fault =>
      log.warn({ err: fault }, 'old days of the request log were not removed; it is tried again in an hour')
    )
  const timers = [setInterval(() => void writeNext(), writeEveryMs), setInterval(() => void sweep(), sweepEveryMs)]
  void sweep()

  return {
    install(app: FastifyInstance): void {
      app.addHook('onResponse', (request, reply, done) => {
        if (isLogged(request)) {
          const told = toldOf(request, reply, nowMs())
          counted(told ? gathering.take(told) : 'nobody')
        }
        done()
      })
    },
    sweep,
    /** What was answered before can be read. */
    async settled() {
      await running
      await writeNext()
    },
    async close() {
      for (const timer of timers) clearInterval(timer)
      await running
      await writeNext()
    }
  }
}
