import type { WebsocketHandler } from '@fastify/websocket'
import type { LiveRequest } from '@foyer/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Actor, AppError, type Authenticate, isOwnOrigin } from '../http/index.ts'
import type { MoveBoard } from './moves.ts'
import { type Frames, frames, letGoOfUpgrade } from './socket.ts'
import { type Looks, Watch } from './watch.ts'

/** What another room does over a socket: frames of its own, for members and for visitors. */
export type Talk = {
  workspaceId: string
  /** False when the frame is none of its own. */
  obey(frame: LiveRequest): Promise<boolean>
  /** False once whoever speaks may not go on. */
  mayGoOn(): Promise<boolean>
  closed(): Promise<void>
}
export type Talks = {
  member(actor: Actor, request: FastifyRequest, line: Frames): Promise<Talk | null>
  /** Throws what is wrong with the token. */
  visitor(entry: VisitorEntry, request: FastifyRequest, line: Frames): Promise<Talk>
}
type VisitorEntry = Extract<LiveRequest, { type: 'authenticate'; as: 'visitor' }>

export type LiveRoutes = {
  board: MoveBoard
  talks: Talks
  looks: Looks
  authenticate: Authenticate
  publicUrl: string
  log: { warn(details: object, message: string): void }
}

const authenticateWithinMs = 5_000
const sweepEveryMs = 5_000
const recheckEveryMs = 5_000

/** What somebody let in may do; a visitor watches nobody. */
type Entered = { watch: Watch | null; talk: Talk | null; mayReadDeliveries: boolean }

/**
 * `GET /api/live`: the first frame says who is speaking. A member is who the cookie of the request says, a visitor whose token
 * the frame carries.
 */
export function liveRoutes(app: FastifyInstance, deps: LiveRoutes): void {
  const wsHandler: WebsocketHandler = (socket, upgrade) => {
    let entered: Entered | null = null
    // A visitor's socket needs nothing of the request once it is let in, and there may be ten thousand of them.
    let request: FastifyRequest | null = upgrade
    let turn: Promise<void> = Promise.resolve()
    let unsubscribe: (() => void) | undefined
    const timers: NodeJS.Timeout[] = []
    const failed = (fault: unknown) => {
      deps.log.warn({ err: fault }, 'a live connection failed')
      out.close(1011, 'failed')
    }
    letGoOfUpgrade(socket, upgrade.raw)
    const out: Frames = frames(
      socket,
      upgrade.raw.socket,
      {
        // One after another: what follows the first frame at once must find it answered.
        request(frame) {
          turn = turn.then(async () => {
            if (entered) await obey(entered, frame, out)
            else await letIn(frame)
          })
          return turn
        },
        closed() {
          // Whoever was just being let in leaves as well, and so does who failed.
          turn = turn.then(leave, leave).catch(failed)
        },
        failed
      },
      deps.looks.clock
    )
    timers.push(
      setTimeout(() => {
        if (!entered) out.close(4001, 'authenticate first')
      }, authenticateWithinMs)
    )

    async function letIn(frame: LiveRequest): Promise<void> {
      if (!request) return
      entered = await enter(frame, request, out)
      if (!entered) return
      const { watch } = entered
      // A member who was removed or signed out stops hearing within this time.
      timers.push(setInterval(recheck, recheckEveryMs))
      if (watch === null) {
        request = null
        return
      }
      timers.push(setInterval(() => void watch.sweep().catch(failed), sweepEveryMs))
      unsubscribe = deps.board.subscribe(moves => {
        if (watch.workspaceId === moves.workspaceId) watch.heard(moves).catch(failed)
      })
    }

    function recheck(): void {
      if (entered) void mayGoOn(entered, request).then(may => may || out.close(4003, 'signed out'), failed)
    }

    async function leave(): Promise<void> {
      unsubscribe?.()
      for (const timer of timers) clearInterval(timer)
      entered?.watch?.end()
      await entered?.talk?.closed()
    }
  }
  app.route({
    method: 'GET',
    url: '/api/live',
    config: { access: 'public' },
    schema: { hide: true },
    wsHandler,
    handler() {
      throw new AppError('not_found', 'There is nothing to read here. Open a WebSocket at this address.')
    }
  })

  const mayGoOn = async ({ watch, talk }: Entered, request: FastifyRequest | null): Promise<boolean> =>
    (watch === null || (request !== null && (await mayWatch(request)) !== null)) &&
    (talk === null || (await talk.mayGoOn()))

  async function enter(frame: LiveRequest, request: FastifyRequest, out: Frames): Promise<Entered | null> {
    if (frame.type === 'authenticate' && frame.as === 'visitor') return enterVisitor(frame, request, out)
    const actor = frame.type === 'authenticate' ? await mayWatch(request) : null
    if (!actor) {
      out.send({ type: 'error', code: 'no_credential', message: 'Sign in first; the first frame must authenticate.' })
      out.close(4001, 'authenticate first')
      return null
    }
    out.send({ type: 'ready' })
    return {
      watch: new Watch(actor.workspaceId, out.send, deps.looks),
      talk: await deps.talks.member(actor, request, out),
      mayReadDeliveries: actor.scopes.has('destinations:read')
    }
  }

  async function enterVisitor(entry: VisitorEntry, request: FastifyRequest, out: Frames): Promise<Entered | null> {
    try {
      const talk = await deps.talks.visitor(entry, request, out)
      out.send({ type: 'ready' })
      return { watch: null, talk, mayReadDeliveries: false }
    } catch (fault) {
      if (!(fault instanceof AppError)) throw fault
      out.send({ type: 'error', code: fault.code, message: fault.message })
      out.close(4001, 'authenticate first')
      return null
    }
  }

  /** A page of another site must not listen with a member's cookie: browsers send it, with their Origin beside it. */
  async function mayWatch(request: FastifyRequest): Promise<Actor | null> {
    const origin = request.headers.origin
    if (origin !== undefined && !isOwnOrigin(origin, request, deps.publicUrl)) return null
    try {
      const actor = await deps.authenticate(request)
      return actor?.scopes.has('live:read') ? actor : null
    } catch {
      // A wrong credential is no credential.
      return null
    }
  }
}

async function obey({ watch, talk, mayReadDeliveries }: Entered, frame: LiveRequest, out: Frames): Promise<void> {
  if (frame.type === 'ping') return out.send({ type: 'pong' })
  if (talk && (await talk.obey(frame))) return
  if (!watch) return out.send({ type: 'error', code: 'forbidden', message: 'A visitor watches nobody.' })
  if (frame.type === 'unwatch') return watch.unwatch(frame.what, frame.id)
  if (frame.type !== 'watch') return
  if (frame.what === 'visitors') return watch.visitors()
  if (frame.what === 'person') return watch.person(frame.id)
  if (frame.what === 'numbers') return watch.numbers()
  if (frame.what === 'deliveries') {
    if (mayReadDeliveries) return watch.deliveries()
    return out.send({ type: 'error', code: 'forbidden', message: 'Your role does not read destinations.' })
  }
  watch.installation()
}
