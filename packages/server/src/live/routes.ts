import '@fastify/websocket'
import type { LiveRequest } from '@foyer/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor, Authenticate } from '../http/index.ts'
import { isOwnOrigin } from '../http/index.ts'
import type { MoveBoard } from './moves.ts'
import { type Frames, frames } from './socket.ts'
import { type Looks, Watch } from './watch.ts'

export type LiveRoutes = {
  board: MoveBoard
  looks: Looks
  authenticate: Authenticate
  publicUrl: string
  log: { warn(details: object, message: string): void }
}

const authenticateWithinMs = 5_000
const sweepEveryMs = 5_000
const recheckEveryMs = 5_000

/** `GET /api/live`: the first frame says who is speaking; a member is who the cookie of the request says. */
export function liveRoutes(app: FastifyInstance, deps: LiveRoutes): void {
  app.get('/api/live', { websocket: true, config: { access: 'public' } }, (socket, request) => {
    let watch: Watch | null = null
    const timers: NodeJS.Timeout[] = []
    const failed = (fault: unknown) => {
      deps.log.warn({ err: fault }, 'a live connection failed')
      out.close(1011, 'failed')
    }
    const out: Frames = frames(
      socket,
      {
        async request(frame) {
          if (!watch) watch = await enter(frame, request, out)
          else await obey(watch, frame, out)
        },
        closed() {
          unsubscribe()
          for (const timer of timers) clearInterval(timer)
        },
        failed
      },
      deps.looks.clock
    )
    const unsubscribe = deps.board.subscribe(moves => {
      if (watch?.workspaceId === moves.workspaceId) watch.heard(moves).catch(failed)
    })
    timers.push(
      setTimeout(() => {
        if (!watch) out.close(4001, 'authenticate first')
      }, authenticateWithinMs),
      setInterval(() => void watch?.sweep().catch(failed), sweepEveryMs),
      // A member who was removed or signed out stops hearing within this time.
      setInterval(() => {
        if (watch) void mayWatch(request).then(actor => actor ?? out.close(4003, 'signed out'), failed)
      }, recheckEveryMs)
    )
  })

  async function enter(frame: LiveRequest, request: FastifyRequest, out: Frames): Promise<Watch | null> {
    const actor = frame.type === 'authenticate' ? await mayWatch(request) : null
    if (!actor) {
      out.send({ type: 'error', code: 'no_credential', message: 'Sign in first; the first frame must authenticate.' })
      out.close(4001, 'authenticate first')
      return null
    }
    out.send({ type: 'ready' })
    return new Watch(actor.workspaceId, out.send, deps.looks)
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

async function obey(watch: Watch, frame: LiveRequest, out: Frames): Promise<void> {
  if (frame.type === 'ping') return out.send({ type: 'pong' })
  if (frame.type === 'unwatch') return watch.unwatch(frame.what, frame.id)
  if (frame.type !== 'watch') return
  if (frame.what === 'visitors') return watch.visitors()
  if (frame.what === 'person') return watch.person(frame.id)
  watch.installation()
}
