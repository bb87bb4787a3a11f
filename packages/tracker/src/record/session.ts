import type { People } from './people.ts'
import type { Store } from './storage.ts'

const idleMs = 30 * 60 * 1000
const writeEveryMs = 5000

/** A visit, shared by the tabs of a browser. `known`: the server has it. `said`: hash of the attributes it was last told. */
export type Session = { id: string; at: number; who: string; known?: boolean; said?: number }
export type Sessions = ReturnType<typeof createSessions>

/** A visit ends after 30 minutes without an event, or when another person begins; the next event opens a new one, online or not. */
export const createSessions = (
  store: Store,
  key: string,
  people: Pick<People, 'localId'>,
  now: () => number,
  mintId: () => string
) => {
  const minted: string[] = []
  const current = (): Session | undefined => {
    const session = store.read<Session>(key)
    return session && session.who === people.localId() && Math.abs(now() - session.at) < idleMs ? session : undefined
  }
  return {
    /** The visit as it stands; undefined when the next event opens a new one. */
    current,
    /** The visits that this tab has opened; another tab may have opened one at the same moment, and won. */
    minted,
    /** The visit an event of this moment belongs to. Its time is written now and then only. */
    touch(): Session {
      let session = current()
      if (!session) {
        session = { id: mintId(), at: 0, who: people.localId() }
        minted.push(session.id)
      }
      if (Math.abs(now() - session.at) >= writeEveryMs) {
        session.at = now()
        store.write(key, session)
      }
      return session
    },
    change(change: Partial<Session>) {
      const session = current()
      if (session) store.write(key, { ...session, ...change })
    }
  }
}
