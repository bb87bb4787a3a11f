import { AppError } from '../http/index.ts'
import { instants } from '../stores/records/index.ts'
import type { ConversationsContext } from './context.ts'

/** The visitor a token was made for, and every browser whose conversations it opens. */
export type VisitorSpeaker = {
  kind: 'visitor'
  workspaceId: string
  visitor: string
  person: string
  own: string[]
  token: string
}

type Context = Pick<ConversationsContext, 'sql' | 'tokens' | 'clock'>
type Known = { place: number; workspaceId: string; person: string; own: string[]; blocked: boolean; ended: boolean }

/** Throws what is wrong with the token. */
export async function visitorOf(context: Context, text: string): Promise<VisitorSpeaker> {
  const [found] = await visitorsOf(context, [text])
  if (!found || found instanceof AppError) throw found ?? unknown()
  return found
}

/** Of each token the visitor, or what is wrong with it; in one query, however many they are. */
export async function visitorsOf(context: Context, texts: string[]): Promise<(VisitorSpeaker | AppError)[]> {
  const now = context.clock().getTime()
  const read = texts.map(text => context.tokens.read(text))
  const asked = read.flatMap((token, place) =>
    token && !context.tokens.isExpired(token, now) ? [{ token, place }] : []
  )
  // The same proven user's browsers open each other's conversations; a print proves nothing, so it opens none but its own.
  const rows = await context.sql<Known[]>`
    SELECT t.place, v.workspace_id AS "workspaceId", v.person_id AS person,
      CASE WHEN t.trust = 'own' AND v.user_id IS NOT NULL
        THEN (SELECT array_agg(o.id) FROM visitors o WHERE o.person_id = v.person_id AND o.user_id = v.user_id)
        ELSE ARRAY[v.id] END AS own,
      EXISTS (SELECT 1 FROM visitor_blocks b JOIN visitors o ON o.id = b.visitor_id WHERE o.person_id = v.person_id) AS blocked,
      EXISTS (SELECT 1 FROM user_tokens u WHERE u.visitor_id = v.id AND u.ended_at >= t.issued_at) AS ended
    FROM unnest(${asked.map(one => one.place)}::int[], ${asked.map(one => one.token.visitor)}::uuid[],
      ${asked.map(one => one.token.workspace)}::int[], ${asked.map(one => one.token.trust)}::text[],
      ${instants(asked.map(one => new Date(one.token.issuedAt)))}::timestamptz[])
      AS t (place, visitor, workspace, trust, issued_at)
    JOIN visitors v ON v.id = t.visitor JOIN workspaces w ON w.id = v.workspace_id AND w.number = t.workspace`
  const known = new Map(rows.map(row => [row.place, row]))
  return read.map((token, place) => {
    if (!token) return new AppError('wrong_credential', 'This visitor token was not made here. Identify again.')
    if (context.tokens.isExpired(token, now))
      return new AppError('expired_token', 'This visitor token has expired. Identify again.')
    const row = known.get(place)
    if (!row) return unknown()
    if (row.ended) return new AppError('expired_token', 'This visitor has signed out. Identify again.')
    if (row.blocked) return new AppError('forbidden', 'This conversation is not available to you.')
    const { workspaceId, person, own } = row
    return { kind: 'visitor', workspaceId, visitor: token.visitor, person, own, token: texts[place] ?? '' }
  })
}

const unknown = () =>
  new AppError('wrong_credential', 'The visitor of this token is not known any more. Identify again.')

const gatherMs = 50

/**
 * For whoever stays connected and is looked up again every few seconds: all that are due within a moment are asked for together. Ten
 * thousand sockets, each with a query of its own, kept the store busy with nothing.
 */
export function createLookAgain(context: Context) {
  type Waiting = { text: string; resolve(found: VisitorSpeaker | AppError): void; reject(fault: unknown): void }
  let waiting: Waiting[] = []

  async function ask(): Promise<void> {
    const asked = waiting
    waiting = []
    try {
      const found = await visitorsOf(
        context,
        asked.map(one => one.text)
      )
      for (const [place, one] of asked.entries()) one.resolve(found[place] ?? unknown())
    } catch (fault) {
      for (const one of asked) one.reject(fault)
    }
  }

  return (text: string): Promise<VisitorSpeaker | AppError> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setTimeout(() => void ask(), gatherMs).unref()
      waiting.push({ text, resolve, reject })
    })
}
