import type { SegmentUse } from '@foyer/protocol'
import type { ISql } from 'postgres'

/**
 * Who names each segment: other segments, saved reports, messages nobody asked for, and destinations. An id is 32 random digits, so wherever its text
 * stands in what is kept it is meant.
 */
export async function usesOf(
  sql: ISql,
  workspaceId: string,
  ids: readonly string[]
): Promise<Map<string, SegmentUse[]>> {
  const uses = new Map<string, SegmentUse[]>(ids.map(id => [id, []]))
  if (ids.length === 0) return uses
  const rows = await sql<{ id: string; kind: SegmentUse['kind']; user: string; name: string; agent: string | null }[]>`
    SELECT asked.id, users.kind, users.id AS user, users.name, users.agent
    FROM unnest(${[...ids]}::text[]) AS asked (id)
    JOIN (
      SELECT 'segment' AS kind, 'seg_' || replace(id::text, '-', '') AS id, name, NULL AS agent, rule::text AS said
      FROM segments WHERE workspace_id = ${workspaceId} AND position('seg_' IN rule::text) > 0
      UNION ALL
      SELECT 'report', 'rep_' || replace(id::text, '-', ''), name, NULL, question::text
      FROM saved_reports WHERE workspace_id = ${workspaceId} AND position('seg_' IN question::text) > 0
      UNION ALL
      SELECT 'message', 'prl_' || replace(r.id::text, '-', ''), r.name, 'agt_' || replace(r.agent_id::text, '-', ''),
        r.conditions::text
      FROM proactive_rules r JOIN agents a ON a.id = r.agent_id AND a.deleted_at IS NULL
      WHERE r.workspace_id = ${workspaceId} AND position('seg_' IN r.conditions::text) > 0
      UNION ALL
      SELECT 'destination', 'dst_' || replace(id::text, '-', ''), name, NULL, 'seg_' || replace(segment_id::text, '-', '')
      FROM destinations WHERE workspace_id = ${workspaceId} AND segment_id IS NOT NULL
    ) users ON position(asked.id IN users.said) > 0
    ORDER BY users.kind, lower(users.name), users.id`
  for (const { id, kind, user, name, agent } of rows)
    uses.get(id)?.push({ kind, id: user, name, ...(agent === null ? {} : { agentId: agent }) })
  return uses
}
