import type { RequestSource } from '@foyer/protocol'

/** What a request leaves behind when it is answered: as little work as possible, the rest is done when it is written. */
export type Told = {
  atMs: number
  id: string
  method: string
  endpoint: string
  status: number
  durationMs: number
  source: RequestSource
  /** Whose it is; where nobody was let in, an agent may still name its workspace. */
  workspaceId: string | null
  agentId: string | null
  agent: string
  visitor: string
  conversation: string
  error: string
  ip: string
  userAgent: string
}
/** Several that were summed up: when the first came, and what they took on average. */
export type Summed = Omit<Told, 'visitor' | 'conversation' | 'ip' | 'userAgent'> & { count: number }

export type Bounds = {
  /** Rows of their own for one workspace between two writes; what comes above that is summed up. */
  rowsAtOnce: number
  /** The same for a day. */
  rowsADay: number
  /** Rows, and sums, that wait to be written, of all workspaces together. */
  rowsWaiting: number
  sumsWaiting: number
}

const dayMs = 86_400_000

/** Whose rows are counted together. */
const ownerOf = ({ workspaceId, agentId }: Pick<Told, 'workspaceId' | 'agentId'>) => workspaceId ?? agentId ?? ''

/**
 * Keeps what is to be written next, in bounds. A request is a row of its own while its workspace has not had too many; above that,
 * requests that look alike are one row with a count. Only what fits into neither is dropped, and that is counted too.
 */
export function createGathering(bounds: Bounds) {
  let rows: Told[] = []
  let sums = new Map<string, Summed>()
  let dropped = new Map<string, number>()
  const atOnce = new Map<string, number>()
  const today = new Map<string, number>()
  let day = 0

  function isOwnRow(owner: string, atMs: number): boolean {
    const now = Math.floor(atMs / dayMs)
    if (now !== day) {
      day = now
      today.clear()
    }
    const [justNow, soFar] = [atOnce.get(owner) ?? 0, today.get(owner) ?? 0]
    if (justNow >= bounds.rowsAtOnce || soFar >= bounds.rowsADay || rows.length >= bounds.rowsWaiting) return false
    atOnce.set(owner, justNow + 1)
    today.set(owner, soFar + 1)
    return true
  }

  return {
    take(told: Told): 'row' | 'summed' | 'dropped' {
      const owner = ownerOf(told)
      if (isOwnRow(owner, told.atMs)) {
        rows.push(told)
        return 'row'
      }
      const key = `${owner} ${told.method} ${told.endpoint} ${told.status} ${told.source} ${told.agent} ${told.error} ${speedOf(told.durationMs)}`
      const sum = sums.get(key)
      if (sum) {
        sum.count += 1
        sum.durationMs += (told.durationMs - sum.durationMs) / sum.count
        return 'summed'
      }
      if (sums.size >= bounds.sumsWaiting) {
        dropped.set(owner, (dropped.get(owner) ?? 0) + 1)
        return 'dropped'
      }
      const { visitor: _v, conversation: _c, ip: _i, userAgent: _u, ...alike } = told
      sums.set(key, { ...alike, count: 1 })
      return 'summed'
    },

    /** Everything that waits; from here on the next is gathered. */
    drain() {
      const drained = { rows, sums: [...sums.values()], dropped }
      rows = []
      sums = new Map()
      dropped = new Map()
      atOnce.clear()
      return drained
    },

    get isEmpty() {
      return rows.length === 0 && sums.size === 0 && dropped.size === 0
    }
  }
}

/** Half a power of two: within a fifth, an average of these stands for each, so percentiles stay right. */
const speedOf = (ms: number) => (ms <= 0.1 ? 0 : Math.round(Math.log2(ms * 10) * 2))

export type Gathering = ReturnType<typeof createGathering>
