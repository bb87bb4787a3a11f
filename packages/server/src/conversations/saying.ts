import { AppError, toUuid } from '../http/index.ts'
import { doerOf } from './activity.ts'
import type { ConversationsContext } from './context.ts'
import type { ConversationRow } from './rows.ts'
import type { Saying } from './say.ts'
import type { Speaker } from './speaker.ts'

type Given = {
  kind: Saying['kind']
  text?: string | undefined
  clientId?: string | undefined
  attachments?: string[] | undefined
  mentions?: string[] | undefined
  as?: 'visitor' | 'team' | undefined
}

/** Who writes, and that they may write as that. */
export async function sayingOf(
  context: ConversationsContext,
  speaker: Speaker,
  conversation: Pick<ConversationRow, 'source' | 'visitorId'>,
  given: Given
): Promise<Saying> {
  if (given.as !== 'visitor' || speaker.kind === 'visitor') return ownSaying(context, speaker, given)
  if (speaker.kind === 'member' && conversation.source !== 'playground')
    throw new AppError('forbidden', 'Only the visitor writes in their own name.', { field: 'as' })
  const said = await ofAnybody(context, speaker, given)
  return { ...said, author: 'visitor', authorId: conversation.visitorId, authorName: null }
}

/** In their own name, which asks nothing of the conversation. */
export async function ownSaying(context: ConversationsContext, speaker: Speaker, given: Given): Promise<Saying> {
  const said = await ofAnybody(context, speaker, given)
  if (speaker.kind === 'visitor')
    return { ...said, author: 'visitor', authorId: speaker.visitor, authorName: null, mentions: [] }
  const doer = await doerOf(context.sql, speaker)
  return { ...said, author: doer.kind, authorId: doer.id, authorName: doer.name }
}

async function ofAnybody(context: ConversationsContext, speaker: Speaker, given: Given) {
  return {
    kind: given.kind,
    text: given.text ?? '',
    clientId: given.clientId?.replaceAll('\0', '').toWellFormed() || null,
    attachments: (given.attachments ?? []).map(toUuid),
    mentions: await members(context, speaker.workspaceId, given.mentions ?? [])
  }
}

async function members({ sql }: ConversationsContext, workspaceId: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const uuids = ids.map(toUuid)
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM members WHERE workspace_id = ${workspaceId} AND id = ANY(${uuids}::uuid[])`
  if (rows.length !== new Set(uuids).size)
    throw new AppError('invalid', 'Somebody mentioned is no member of this workspace.', { field: 'mentions' })
  return rows.map(row => row.id)
}
