import type { Sql } from 'postgres'
import { toPublic } from '../http/index.ts'
import type { Workspaces } from '../workspace/index.ts'

const name = 'Demo shop'

/**
 * The agent of the shop at /demo: made in the first workspace when the shop is first opened. A team that deletes it has
 * decided: it is not made again, and the shop then reports to nobody.
 */
export function createDemoAgent(sql: Sql, workspaces: Workspaces, publicUrl: string) {
  let known: string | null = null
  return async function demoAgent(): Promise<string | null> {
    if (known !== null && (await workspaces.agentByPublicId(known))) return known
    known = null
    const [workspace] = await sql<{ id: string }[]>`SELECT id FROM workspaces ORDER BY number LIMIT 1`
    if (!workspace) return null
    const [agent] = await sql<{ id: string; deleted: boolean }[]>`
      SELECT id, deleted_at IS NOT NULL AS deleted FROM agents
      WHERE workspace_id = ${workspace.id} AND name = ${name} ORDER BY created_at LIMIT 1`
    if (agent?.deleted) return null
    if (agent) known = toPublic('agt', agent.id)
    else {
      const origin = URL.parse(publicUrl)?.origin ?? publicUrl
      const by = { kind: 'system' as const, workspaceId: workspace.id, label: 'Foyer' }
      known = (await workspaces.createAgent(by, { name, allowedOrigins: [origin] })).id
    }
    return known
  }
}
