import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Actor, AppError, actorOf } from '../http/index.ts'
import type { EventStore } from '../stores/events/index.ts'

/** One request for a report, while it is being answered. */
export type UnderWay = {
  workspaceId: string
  /** The name its page gave it, to ask how far it is. */
  id: string | undefined
  startedMs: number
  isCancelled: boolean
  /** What the statement that runs right now is known by in the event store. */
  mark: string | undefined
  statements: number
}

const idForm = /^[0-9a-f]{32}$/
const againMs = 50

/**
 * What is being asked in this process: a page that waits for more than a second shows how far its report is, and can take it back.
 * Somebody who goes away takes theirs back too.
 */
export function createAsks(events: Pick<EventStore, 'progress' | 'stop'>, clock: () => Date) {
  const underWay = new Set<UnderWay>()
  const ofActor = new WeakMap<object, UnderWay>()

  const find = (workspaceId: string, id: string) =>
    [...underWay].find(one => one.workspaceId === workspaceId && one.id === id)

  /** A statement that is only about to begin is not there to be ended yet, and would keep the workspace's turn for its ten seconds. */
  async function cancel(one: UnderWay): Promise<void> {
    one.isCancelled = true
    for (const mark = one.mark; mark !== undefined && one.mark === mark; ) {
      await events.stop(mark)
      await new Promise(soon => setTimeout(soon, againMs))
    }
  }

  function begin(request: FastifyRequest): UnderWay {
    const asked = request.headers['x-ask']
    const one: UnderWay = {
      workspaceId: actorOf(request).workspaceId,
      id: typeof asked === 'string' && idForm.test(asked) ? asked : undefined,
      startedMs: clock().getTime(),
      isCancelled: false,
      mark: undefined,
      statements: 0
    }
    underWay.add(one)
    // An actor is remembered from one request to the next; this one is of this request alone.
    request.actor = { ...actorOf(request) }
    ofActor.set(request.actor, one)
    return one
  }

  return {
    /** Every request to a report's route from here on is one that can be taken back. */
    watch(app: FastifyInstance) {
      app.addHook('preHandler', (request, reply, done) => {
        if (request.actor === null || request.routeOptions.config.isAsk === false) return done()
        const one = begin(request)
        reply.raw.once('close', () => {
          underWay.delete(one)
          if (!reply.raw.writableFinished)
            cancel(one).catch(fault =>
              request.log.warn({ err: fault }, 'a report nobody waits for could not be stopped')
            )
        })
        done()
      })
    },
    of: (actor: Pick<Actor, 'workspaceId'>) => ofActor.get(actor),
    async progress(workspaceId: string, id: string) {
      const one = find(workspaceId, id)
      if (!one) return undefined
      const read = one.mark === undefined ? undefined : await events.progress(one.mark)
      return {
        state: read === undefined ? ('waiting' as const) : ('running' as const),
        seconds: (clock().getTime() - one.startedMs) / 1000,
        readRows: read?.readRows ?? 0,
        totalRows: read?.totalRows ?? 0,
        statements: one.statements
      }
    },
    async cancel(workspaceId: string, id: string): Promise<boolean> {
      const one = find(workspaceId, id)
      if (one) await cancel(one)
      return one !== undefined
    }
  }
}

export type Asks = ReturnType<typeof createAsks>

export const newMark = () => `ask_${randomBytes(16).toString('hex')}`

export const cancelled = () =>
  new AppError('conflict', 'This report was taken back before it was done. Ask again when you want it.')
