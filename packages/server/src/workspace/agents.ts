import type { Agent, AgentChange, AgentCreate, AgentCreated, SecretRotate } from '@foyer/protocol'
import type { Static } from 'typebox'
import {
  AppError,
  decodeCursor,
  encodeCursor,
  newUuid,
  normalAllowedOrigin,
  notFound,
  pageOfRows,
  toPublic
} from '../http/index.ts'
import type { AgentDirectory } from './agent-directory.ts'
import { type AgentRow, findAgent, shownAgent } from './agent-rows.ts'
import { writeAudit } from './audit.ts'
import {
  type AnySql,
  type By,
  changeWorkspace,
  type PageOf,
  type PageRequest,
  type WorkspaceContext
} from './context.ts'
import { lookAfter, lookDifference } from './look.ts'
import { newToken } from './vault.ts'

const defaultGraceSeconds = 86_400

export type Agents = ReturnType<typeof createAgents>

export function createAgents(context: WorkspaceContext, directory: AgentDirectory) {
  const { sql, clock, random, vault } = context

  const agentIn = async (tx: AnySql, workspaceId: string, id: string): Promise<AgentRow> => {
    const [row] = await tx<AgentRow[]>`
      ${findAgent(tx)} WHERE a.workspace_id = ${workspaceId} AND a.id = ${id} AND a.deleted_at IS NULL`
    if (!row) throw notFound('agent')
    return row
  }

  return {
    async list(workspaceId: string, page: PageRequest): PageOf<Agent> {
      const limit = page.limit ?? 200
      const after = decodeCursor('agents', ['instant', 'uuid'], page.cursor)
      const rows = await sql<AgentRow[]>`
        ${findAgent(sql)} WHERE a.workspace_id = ${workspaceId} AND a.deleted_at IS NULL
        ${after ? sql`AND (a.created_at, a.id) > (${after[0]}, ${after[1]})` : sql``}
        ORDER BY a.created_at, a.id LIMIT ${limit + 1}`
      const now = clock()
      return pageOfRows(
        rows,
        limit,
        row => shownAgent(row, now),
        row => encodeCursor('agents', [row.createdAt, row.id])
      )
    },

    async get(workspaceId: string, id: string): Promise<Agent> {
      return shownAgent(await agentIn(sql, workspaceId, id), clock())
    },

    async create(by: By, input: Static<typeof AgentCreate>): Promise<AgentCreated> {
      const id = newUuid(random)
      const name = input.name.trim()
      const allowedOrigins = knownOrigins(input.allowedOrigins)
      const identitySecret = newToken('is', random)
      const now = clock()
      return changeWorkspace(context, by.workspaceId, async tx => {
        await tx`
          INSERT INTO agents (id, workspace_id, name, allowed_origins, identity_secret, identity_secret_set_at, created_at)
          VALUES (${id}, ${by.workspaceId}, ${name}, ${allowedOrigins}, ${vault.seal(identitySecret, id)}, ${now}, ${now})`
        await writeAudit(context, tx, by, 'agent.created', toPublic('agt', id), { name, allowedOrigins })
        return { ...shownAgent(await agentIn(tx, by.workspaceId, id), now), identitySecret }
      })
    },

    async change(by: By, id: string, input: Static<typeof AgentChange>): Promise<Agent> {
      const changed = await changeWorkspace(context, by.workspaceId, async tx => {
        const before = await agentIn(tx, by.workspaceId, id)
        const name = input.name?.trim() ?? before.name
        const allowedOrigins = input.allowedOrigins ? knownOrigins(input.allowedOrigins) : before.allowedOrigins
        const look = input.look ? lookAfter(before.look, input.look) : before.look
        await tx`
          UPDATE agents SET name = ${name}, allowed_origins = ${allowedOrigins}, look = ${tx.json(look)} WHERE id = ${id}`
        const changed = input.look && lookDifference(before.look, look)
        const detail = {
          before: {
            name: before.name,
            allowedOrigins: before.allowedOrigins,
            ...(changed && { look: changed.before })
          },
          after: { name, allowedOrigins, ...(changed && { look: changed.after }) }
        }
        await writeAudit(context, tx, by, 'agent.changed', toPublic('agt', id), detail)
        return { ...before, name, allowedOrigins, look }
      })
      directory.forget(id)
      return shownAgent(changed, clock())
    },

    /** Its snippet stops being answered. What it collected stays, and its secrets go. */
    async remove(by: By, id: string): Promise<void> {
      await changeWorkspace(context, by.workspaceId, async tx => {
        const { name, allowedOrigins } = await agentIn(tx, by.workspaceId, id)
        await tx`
          UPDATE agents SET deleted_at = ${clock()}, identity_secret = NULL, previous_secret = NULL, previous_secret_until = NULL
          WHERE id = ${id}`
        await writeAudit(context, tx, by, 'agent.deleted', toPublic('agt', id), { before: { name, allowedOrigins } })
      })
      directory.forget(id)
    },

    /** The old secret is believed for the grace time, so that the site's server can be changed without a gap. */
    async rotateSecret(by: By, id: string, input: Static<typeof SecretRotate>): Promise<AgentCreated> {
      const graceSeconds = input.graceSeconds ?? defaultGraceSeconds
      const identitySecret = newToken('is', random)
      const now = clock()
      const rotated = await changeWorkspace(context, by.workspaceId, async tx => {
        const before = await agentIn(tx, by.workspaceId, id)
        const keeps = graceSeconds > 0 && before.identitySecret !== null
        const until = keeps ? new Date(now.getTime() + graceSeconds * 1000) : null
        await tx`
          UPDATE agents SET previous_secret = ${keeps ? before.identitySecret : null}, previous_secret_until = ${until},
                 identity_secret = ${vault.seal(identitySecret, id)}, identity_secret_set_at = ${now}
          WHERE id = ${id}`
        await writeAudit(context, tx, by, 'agent.secret_rotated', toPublic('agt', id), { graceSeconds })
        return { ...before, identitySecretSetAt: now, previousSecretUntil: until }
      })
      directory.forget(id)
      return { ...shownAgent(rotated, now), identitySecret }
    }
  }
}

function knownOrigins(typed: readonly string[]): string[] {
  const origins = typed.map((text, index) => {
    const origin = normalAllowedOrigin(text)
    if (origin === undefined)
      throw new AppError(
        'invalid',
        `"${text.slice(0, 100)}" is not an origin. Write https://shop.example, https://*.shop.example or *, without a path.`,
        { field: `allowedOrigins.${index}` }
      )
    return origin
  })
  return [...new Set(origins)]
}
