import type { AgentLook } from '@foyer/protocol'
import { toPublic, toUuid } from '../http/index.ts'
import type { WorkspaceContext } from './context.ts'

/** What the public doors need to know of an agent. */
export type AgentForIntake = {
  /** `agt_…` */
  id: string
  uuid: string
  workspaceId: string
  workspaceNumber: number
  allowedOrigins: string[]
  retentionDays: number
  timezone: string
}
/** The same, with how its widget looks. */
export type AgentForWidget = AgentForIntake & { look: AgentLook }

type Known = {
  agent: AgentForWidget
  identitySecret: Buffer | null
  previousSecret: Buffer | null
  previousSecretUntil: Date | null
}
type Row = Omit<AgentForWidget, 'id'> & Omit<Known, 'agent'>

// Every event asks for its agent. A change made by another process is seen this much later; one of our own, at once.
const keptMs = 4_000
const mostKept = 20_000

export type AgentDirectory = ReturnType<typeof createAgentDirectory>

export function createAgentDirectory(context: WorkspaceContext) {
  const kept = new Map<string, { known: Promise<Known | null>; until: number }>()

  async function lookUp(uuid: string): Promise<Known | null> {
    const [row] = await context.sql<Row[]>`
      SELECT a.id AS uuid, a.workspace_id AS "workspaceId", w.number AS "workspaceNumber", a.allowed_origins AS "allowedOrigins",
             a.look, w.retention_days AS "retentionDays", w.timezone, a.identity_secret AS "identitySecret",
             a.previous_secret AS "previousSecret", a.previous_secret_until AS "previousSecretUntil"
      FROM agents a JOIN workspaces w ON w.id = a.workspace_id
      WHERE a.id = ${uuid} AND a.deleted_at IS NULL`
    if (!row) return null
    const { identitySecret, previousSecret, previousSecretUntil, ...facts } = row
    return { agent: { id: toPublic('agt', uuid), ...facts }, identitySecret, previousSecret, previousSecretUntil }
  }

  function find(uuid: string): Promise<Known | null> {
    const now = context.clock().getTime()
    const entry = kept.get(uuid)
    if (entry && entry.until > now) return entry.known
    // The promise is kept, not its answer: a burst for one agent asks the store once.
    const known = lookUp(uuid)
    if (kept.size >= mostKept) kept.clear()
    kept.set(uuid, { known, until: now + keptMs })
    known.catch(() => kept.delete(uuid))
    return known
  }

  return {
    async byPublicId(id: string): Promise<AgentForWidget | null> {
      return isAgentId(id) ? ((await find(toUuid(id)))?.agent ?? null) : null
    },

    /** The secrets a signature may be made with now: the current one, and the one before it during its grace. */
    async identitySecrets(id: string): Promise<string[]> {
      if (!isAgentId(id)) return []
      const uuid = toUuid(id)
      const known = await find(uuid)
      if (!known) return []
      const isInGrace = known.previousSecretUntil !== null && known.previousSecretUntil > context.clock()
      const sealed = [known.identitySecret, isInGrace ? known.previousSecret : null]
      return sealed.filter(secret => secret !== null).map(secret => context.vault.open(secret, uuid))
    },

    forget: (uuid: string) => void kept.delete(uuid),
    forgetAll: () => kept.clear()
  }
}

const isAgentId = (text: string) => /^agt_[0-9a-f]{32}$/.test(text)
