import type { ConversationStart } from '@foyer/protocol'
import { AppError, newUuid } from '../http/index.ts'
import { type DoorAgent, storableText, traitsOfPerson, webAddress } from '../identity/index.ts'
import type { Whereabouts } from '../privacy/index.ts'
import { announce } from './board.ts'
import type { ConversationsContext, Opening, Tx } from './context.ts'
import { writeFact } from './facts.ts'
import { findOpening, sayOpening } from './opening.ts'
import { type ConversationRow, conversationColumns, type MessageRow } from './rows.ts'
import { isForTeam, type Saying, sayIn } from './say.ts'

export type Begin = {
  agent: DoorAgent
  /** Whose it is; null in the playground. */
  visitor: { id: string; person: string; own: string[] } | null
  source: string
  startId: string | null
  /** Begins another even if one is open. */
  another: boolean
  saying: Saying | null
  /** The shown message that is being answered. */
  proactive?: string | undefined
  context: ConversationStart['context']
  /** Where the visitor is, as far as it may be stored. */
  where: Whereabouts
  userAgent: string | null
}
export type Begun = {
  conversation: ConversationRow
  opening: MessageRow | null
  message: MessageRow | null
  isNew: boolean
}

const dayMs = 86_400_000

/**
 * Starts a conversation, or goes on with the one that is open: a double click, a second tab and a retry all mean the same one.
 * Whoever begins for one person does so one after another.
 */
export async function begin(context: ConversationsContext, asked: Begin): Promise<Begun> {
  const begun = await context.sql.begin(async (tx): Promise<Begun> => {
    const { visitor } = asked
    if (visitor) await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`conversation ${visitor.person}`}, 0))`
    const open = visitor ? await goesOn(tx, asked, visitor) : undefined
    const answered =
      visitor && asked.proactive
        ? await context.openingOf(tx, {
            workspaceId: asked.agent.workspaceId,
            own: visitor.own,
            id: asked.proactive,
            at: context.clock()
          })
        : null
    const id = open?.id ?? (await insert(context, tx, asked, answered))
    if (answered) await sayOpening(context, tx, await rowOf(tx, id), answered, openingKey(asked))
    const opening = asked.proactive ? await findOpening(tx, id, openingKey(asked)) : null
    const isNew = open === undefined
    if (asked.saying) {
      const message = await sayIn(context, tx, await rowOf(tx, id), asked.saying)
      return { conversation: await rowOf(tx, id), opening, message, isNew }
    }
    const conversation = await rowOf(tx, id)
    if (isNew) await announce(context, tx, conversation)
    return { conversation, opening, message: null, isNew }
  })
  context.factsWritten()
  const { assigneeId } = begun.conversation
  if (begun.message && assigneeId === null && isForTeam(begun.conversation) && asked.saying?.author === 'visitor')
    context.unassigned(begun.conversation.workspaceId, begun.conversation.id)
  return begun
}

async function goesOn(
  tx: Tx,
  asked: Begin,
  visitor: { id: string; own: string[] }
): Promise<{ id: string } | undefined> {
  if (asked.startId !== null) {
    const [again] = await tx<{ id: string }[]>`
      SELECT coalesce(merged_into, id) AS id FROM conversations
      WHERE visitor_id = ${visitor.id} AND start_id = ${asked.startId}`
    if (again) return again
  }
  if (asked.another) return undefined
  const [open] = await tx<{ id: string }[]>`
    SELECT id FROM conversations
    WHERE visitor_id = ANY(${visitor.own}::uuid[]) AND agent_id = ${asked.agent.uuid} AND source = ${asked.source}
      AND status <> 'resolved' AND merged_into IS NULL
    ORDER BY last_at DESC, id LIMIT 1`
  return open
}

/** Locked, so that what is said next has its place. */
async function rowOf(tx: Tx, id: string): Promise<ConversationRow> {
  const [row] = await tx<ConversationRow[]>`
    SELECT ${conversationColumns(tx)} FROM conversations c WHERE c.id = ${id} FOR UPDATE OF c`
  if (!row) throw new AppError('conflict', 'The conversation went while it was being opened. Try again.')
  return row
}

const openingKey = ({ proactive }: Begin) => `proactive ${proactive}`

async function insert(context: ConversationsContext, tx: Tx, asked: Begin, answered: Opening | null): Promise<string> {
  const id = newUuid(context.random)
  const at = context.clock()
  const { visitor, agent } = asked
  const about = asked.context ?? {}
  const { where } = asked
  const { place } = where
  const machine = asked.userAgent ? context.machines.of(asked.userAgent) : null
  const text = (value: string | undefined, chars: number) => (value ? storableText(value).slice(0, chars) : null)
  const traits = visitor ? await traitsOfPerson(tx, visitor.id) : {}
  const url = webAddress(about.url)
  const until = new Date(at.getTime() + where.days * dayMs)
  const timezone = place.timezone || (where.keepsTimezone ? text(about.timezone, 64) : null)
  // What the request does not tell is what was last known of the browser. Known to be nowhere is not the same as not asked: a
  // private address has no city, whatever was known before.
  await tx`
    INSERT INTO conversations (id, workspace_id, agent_id, visitor_id, source, start_id, created_at, last_at, ip, country,
      region, city, timezone, place_until, browser, os, device, locale, page_url, page_title, referrer, first_seen_at, traits,
      answered_by)
    SELECT ${id}, ${agent.workspaceId}, ${agent.uuid}, ${visitor?.id ?? null}, ${asked.source}, ${asked.startId}, ${at}, ${at},
      ${
        where.asked
          ? tx`${where.ip || null}::inet, ${place.country || null}::text, ${place.region || null}::text,
               ${place.city || null}::text, ${timezone}::text`
          : tx`v.ip, v.country, v.region, v.city, coalesce(${timezone}, v.timezone)`
      },
      ${where.asked ? tx`${until}::timestamptz` : tx`coalesce(v.place_until, ${until})`},
      coalesce(${machine?.browser || null}, v.browser), coalesce(${machine?.os || null}, v.os),
      coalesce(${machine?.device || null}, v.device), ${text(about.locale, 35)},
      coalesce(${url}, v.page_url), CASE WHEN ${url}::text IS NULL THEN v.page_title ELSE ${text(about.title, 512)} END,
      ${webAddress(about.referrer)}, v.first_seen_at, ${tx.json(traits as never)},
      (SELECT 'responder' FROM who_answers r WHERE r.agent_id = ${agent.uuid} AND r.kind <> 'none')
    FROM (SELECT 1) one LEFT JOIN visitors v ON v.id = ${visitor?.id ?? null}`
  await writeFact(
    tx,
    { id, workspaceId: agent.workspaceId, agentId: agent.uuid, visitorId: visitor?.id ?? null, source: asked.source },
    at,
    'started',
    'started',
    answered?.detail.proactive ?? {}
  )
  return id
}
