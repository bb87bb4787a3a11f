import { AppError, notFound, originMatches } from '../http/index.ts'
import type { WorkspaceContext } from './context.ts'

const mostOrigins = 100
const longestUrl = 2048

/**
 * The installation light. The query and fragment of the page are left out: they can hold what a visitor typed. An agent open to
 * any origin could be told of endless ones, so only the first hundred are remembered.
 */
export async function noteEvents(
  context: WorkspaceContext,
  agentUuid: string,
  seen: { at: Date; url?: string | null }
): Promise<void> {
  const { sql } = context
  const page = pageOf(seen.url)
  const url = page ? `${page.origin}${page.pathname}`.slice(0, longestUrl) : null
  await sql`
    UPDATE agents SET
      first_event_at = least(first_event_at, ${seen.at}::timestamptz),
      last_event_url = CASE WHEN last_event_at IS NULL OR last_event_at <= ${seen.at} THEN coalesce(${url}, last_event_url) ELSE last_event_url END,
      last_event_at = greatest(last_event_at, ${seen.at}::timestamptz)
    WHERE id = ${agentUuid}`
  if (!page || url === null) return
  await sql`
    INSERT INTO agent_origins (agent_id, origin, first_event_at, last_event_at, last_event_url)
    SELECT a.id, ${page.origin}, ${seen.at}, ${seen.at}, ${url} FROM agents a
    WHERE a.id = ${agentUuid}
      AND (EXISTS (SELECT 1 FROM agent_origins o WHERE o.agent_id = a.id AND o.origin = ${page.origin})
           OR (SELECT count(*) FROM agent_origins o WHERE o.agent_id = a.id) < ${mostOrigins})
    ON CONFLICT (agent_id, origin) DO UPDATE
      SET last_event_at = excluded.last_event_at, last_event_url = excluded.last_event_url
      WHERE agent_origins.last_event_at <= excluded.last_event_at`
}

/** `theirs` says which of these pages somebody was on who is erased: the light stays, where it was last seen from goes. */
export async function forgetPages(
  { sql }: Pick<WorkspaceContext, 'sql'>,
  workspaceId: string,
  theirs: (pages: string[]) => Promise<string[]>
): Promise<void> {
  const rows = await sql<{ url: string }[]>`
    SELECT last_event_url AS url FROM agents WHERE workspace_id = ${workspaceId} AND last_event_url IS NOT NULL
    UNION SELECT o.last_event_url FROM agent_origins o JOIN agents a ON a.id = o.agent_id WHERE a.workspace_id = ${workspaceId}`
  const pages = rows.length === 0 ? [] : await theirs(rows.map(row => row.url))
  if (pages.length === 0) return
  await sql`
    UPDATE agents SET last_event_url = NULL WHERE workspace_id = ${workspaceId} AND last_event_url = ANY(${pages})`
  await sql`
    UPDATE agent_origins o SET last_event_url = o.origin FROM agents a
    WHERE a.id = o.agent_id AND a.workspace_id = ${workspaceId} AND o.last_event_url = ANY(${pages})`
}

export type Verdict = { found: boolean; message: string }

/** Judged by what arrived, never by fetching the address: a server that fetches what it is told can be sent anywhere. */
export async function verifyInstallation(
  context: WorkspaceContext,
  workspaceId: string,
  agentUuid: string,
  typed: string
): Promise<Verdict> {
  const { sql } = context
  const [agent] = await sql<{ allowedOrigins: string[]; lastEventAt: Date | null; lastEventUrl: string | null }[]>`
    SELECT allowed_origins AS "allowedOrigins", last_event_at AS "lastEventAt", last_event_url AS "lastEventUrl"
    FROM agents WHERE id = ${agentUuid} AND workspace_id = ${workspaceId} AND deleted_at IS NULL`
  if (!agent) throw notFound('agent')
  const page = pageOf(typed.includes('://') ? typed : `https://${typed}`)
  if (!page)
    throw new AppError('invalid', 'Write the address of a page, such as https://shop.example.', { field: 'url' })
  const { origin } = page
  const [heard] = await sql<{ lastEventAt: Date; lastEventUrl: string }[]>`
    SELECT last_event_at AS "lastEventAt", last_event_url AS "lastEventUrl"
    FROM agent_origins WHERE agent_id = ${agentUuid} AND origin = ${origin}`
  if (heard)
    return {
      found: true,
      message: `Events arrive from ${origin}. The last one came ${ago(heard.lastEventAt, context.clock())}, from ${heard.lastEventUrl}.`
    }
  if (!originMatches(origin, agent.allowedOrigins))
    return {
      found: false,
      message: `Nothing has arrived from ${origin}, and it is not among this agent's allowed origins. Add it, then open the page.`
    }
  const elsewhere = agent.lastEventUrl === null ? '' : ` Events do arrive from ${agent.lastEventUrl}.`
  return {
    found: false,
    message: `Nothing has arrived from ${origin} yet. Open the page once with the snippet on it, then check again.${elsewhere}`
  }
}

function pageOf(text: string | null | undefined): URL | undefined {
  const url = URL.parse(text ?? '')
  return url && /^https?:$/.test(url.protocol) && url.host !== '' ? url : undefined
}

function ago(at: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000))
  if (seconds < 5) return 'just now'
  const [count, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 5400
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 129_600
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`
}
