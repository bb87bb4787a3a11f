import type { Sql } from 'postgres'
import { fillDemo } from '../../../../demo/data/index.ts'
import type { Workspaces } from '../workspace/index.ts'

const label = 'Demo data'
const begun = 'demo.begun'
const done = 'demo.filled'

/**
 * `npm start -- --demo`: thirty days of the shop at /demo, the documents its agent answers from, and a few questions, sent through
 * the same public doors as everybody's. Done once in a database. One that was cut off begins again from the same moment: the same
 * histories, which change nothing where they are already.
 */
export function createDemoFilling(options: {
  sql: Sql
  workspaces: Workspaces
  demoAgent: () => Promise<string | null>
  clock: () => Date
  terminal: { isTTY?: boolean; columns?: number; write(text: string): unknown }
}) {
  const { sql, workspaces, demoAgent, clock, terminal } = options
  return async function fill(address: string, site: string): Promise<void> {
    const workspaceId = await workspaces.firstWorkspace()
    const [filled] = await sql`SELECT 1 FROM audit WHERE workspace_id = ${workspaceId} AND action = ${done}`
    const agentId = await demoAgent()
    const [identitySecret] = agentId === null ? [] : await workspaces.identitySecrets(agentId)
    if (filled || agentId === null || identitySecret === undefined) return
    const by = { kind: 'system' as const, workspaceId, label }
    const errand = await workspaces.errandKey(by, [
      'visitors:write',
      'conversations:write',
      'agents:read',
      'agents:write'
    ])
    try {
      const start = () => sql<{ at: Date }[]>`
        SELECT at FROM audit WHERE workspace_id = ${workspaceId} AND action = ${begun} ORDER BY at LIMIT 1`
      if ((await start()).length === 0) await workspaces.audit(by, begun, agentId)
      const now = (await start())[0]?.at.getTime() ?? clock().getTime()
      await fillDemo({ apiBase: address, apiKey: errand.key, agentId, identitySecret, site, now, terminal })
      await workspaces.audit(by, done, agentId)
    } finally {
      await errand.end()
    }
  }
}
