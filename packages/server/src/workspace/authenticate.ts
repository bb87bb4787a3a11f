import { type Actor, AppError, type Authenticate } from '../http/index.ts'
import type { WorkspaceContext } from './context.ts'
import type { Keys } from './keys.ts'
import { type SessionCookie, sessionActor, sessionActorAgain } from './sessions.ts'

/** An Authorization header is meant: it is never passed over for a cookie that happens to be there too. */
export function createAuthenticate(context: WorkspaceContext, keys: Keys, cookie: SessionCookie): Authenticate {
  return async request => {
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const key = /^bearer\s+(fk_\S+)$/i.exec(authorization)?.[1]
      const actor = key === undefined ? null : await keys.actor(key)
      if (actor) return actor
      throw new AppError(
        'wrong_credential',
        'This API key is not valid. Check it, or make a new one under Settings, API keys.'
      )
    }
    const token = cookie.read(request)
    return token === undefined ? null : sessionActor(context, token)
  }
}

/**
 * The same actor as they are now, or null when they may no longer act: for a socket, which outlives the request that opened it.
 */
export const createLookAgain =
  (context: WorkspaceContext, keys: Keys) =>
  (actor: Actor): Promise<Actor | null> =>
    actor.kind === 'member' ? sessionActorAgain(context, actor.sessionId) : keys.actorAgain(actor.keyId)
