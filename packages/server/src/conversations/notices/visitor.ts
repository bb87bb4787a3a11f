import type { ISql } from 'postgres'
import { originMatches, toPublic } from '../../http/index.ts'
import { type Letter, nameLine } from '../../mail/index.ts'
import { isHere } from '../../people/index.ts'
import type { ConversationsContext, Tx } from '../context.ts'
import { visitorWords } from './visitor-words.ts'

const batch = 50
const mostQuoted = 20
/** Answers come in several messages: the mail waits until the last one is this old, but not longer than that for the first. */
const quietSeconds = 60
const patientSeconds = 600
/** An answer older than this that was not mailed then (mail was off) is not news. */
const newsDays = 2

/** An address may be anybody's. However many conversations name it, this server is nobody's means to flood it. */
const mostADay = 10

type Answered = {
  id: string
  workspaceId: string
  workspaceName: string
  agentId: string
  visitorId: string
  email: string
  read: number
  delivered: number
  pageUrl: string | null
  locale: string | null
}
type Unread = { seq: number; by: string | null; text: string; files: number; at: Date }

/**
 * Tells visitors who left an address in a conversation what they were answered there while they were gone; once until they
 * have read it. The address was typed by whoever wrote there, so nothing but that conversation's answers goes to it, and no word the
 * visitor chose: nobody can make this server write to a stranger.
 */
export async function tellVisitors(context: ConversationsContext): Promise<number> {
  const now = context.clock()
  const put = (await context.sql.begin(async tx => {
    const answered = await tx<Answered[]>`
      SELECT c.id, c.workspace_id AS "workspaceId", w.name AS "workspaceName", c.agent_id AS "agentId",
        c.visitor_id AS "visitorId", c.email, c.visitor_read AS read, c.visitor_delivered AS delivered,
        coalesce(v.page_url, c.page_url) AS "pageUrl", c.locale
      FROM conversations c JOIN workspaces w ON w.id = c.workspace_id JOIN visitors v ON v.id = c.visitor_id
      LEFT JOIN conversation_settings s ON s.workspace_id = c.workspace_id
      WHERE c.visitor_unread > 0 AND c.told_visitor IS DISTINCT FROM c.visitor_read AND c.email IS NOT NULL
        AND c.merged_into IS NULL AND coalesce(s.mail_visitors, true)
        AND c.last_at <= ${now}::timestamptz - make_interval(secs => ${quietSeconds})
        AND c.last_at > ${now}::timestamptz - make_interval(days => ${newsDays})
        AND NOT ${isHere(tx, now)}
        AND NOT EXISTS (SELECT 1 FROM visitor_blocks b JOIN visitors o ON o.id = b.visitor_id WHERE o.person_id = v.person_id)
      ORDER BY c.last_at LIMIT ${batch} FOR UPDATE OF c SKIP LOCKED`
    let put = 0
    for (const conversation of answered) if (await tellOne(context, tx, conversation, now)) put += 1
    return put
  })) as number
  if (put > 0) context.mail.look()
  return put
}

async function tellOne(context: ConversationsContext, tx: Tx, answered: Answered, now: Date): Promise<boolean> {
  const unread = await unreadOf(tx, answered)
  const [first, last] = [unread[0], unread.at(-1)]
  // A page that was handed it may be shown it any moment.
  const isAtHand = last !== undefined && answered.delivered >= last.seq
  if (first && isAtHand && first.at.getTime() > now.getTime() - patientSeconds * 1000) return false
  await tx`UPDATE conversations SET told_visitor = visitor_read WHERE id = ${answered.id}`
  const { workspaceId, email } = answered
  if (unread.length === 0 || (await context.mail.isRefused(tx, workspaceId, email))) return false
  return context.mail.put(tx, {
    workspaceId,
    conversationId: answered.id,
    memberId: null,
    kind: 'reply',
    key: `reply ${answered.id} ${answered.read}`,
    letter: await letterOf(context, answered, unread),
    mostADay
  })
}

const unreadOf = (sql: ISql, { id, read }: Answered) => sql<Unread[]>`
  SELECT m.seq, m.author_name AS by, m.text, m.at, (SELECT count(*) FROM attachments a WHERE a.message_id = m.id) AS files
  FROM messages m WHERE m.conversation_id = ${id} AND m.seq > ${read} AND m.kind = 'message' AND m.author <> 'visitor'
  ORDER BY m.seq LIMIT ${mostQuoted}`

async function letterOf(context: ConversationsContext, answered: Answered, unread: Unread[]): Promise<Letter> {
  const { language, words } = visitorWords(answered.locale)
  const team = nameLine(answered.workspaceName)
  const url = await pageToGoBackTo(context, answered)
  return {
    to: { address: answered.email, name: null },
    fromName: team,
    subject: words.subject.replace('{team}', () => team),
    lead: words.lead,
    quotes: unread.map(({ by, text, files }) => ({
      by: by ?? words.team,
      text: [text, ...(files > 0 ? [words.files.replace('{n}', String(files))] : [])]
        .filter(part => part !== '')
        .join('\n')
    })),
    action: url === null ? null : { label: words.open, url },
    foot: [...(url === null ? [words.back] : []), words.foot],
    leave: { label: words.leave, url: context.mail.leaveUrl(answered.workspaceId, answered.email, language) },
    thread: answered.id,
    direction: words.dir,
    oneClick: true
  }
}

/**
 * The address of a page is what a browser said it is. Only one of a site that the agent's owner named by name is put into a mail, and
 * of it only the path: a query may hold what was meant for one person's eyes.
 */
async function pageToGoBackTo(context: ConversationsContext, { agentId, pageUrl }: Answered): Promise<string | null> {
  const url = pageUrl === null ? null : URL.parse(pageUrl)
  const agent = url && (await context.agents(toPublic('agt', agentId)))
  if (!url || !agent) return null
  const named = agent.allowedOrigins.filter(origin => origin !== '*')
  const isKnown = originMatches(url.origin, named) || url.origin === new URL(context.publicUrl).origin
  return isKnown ? `${url.origin}${url.pathname}` : null
}
