import { type Attachment, conversationLimits } from '@foyer/protocol'
import { AppError, newUuid } from '../../http/index.ts'
import { doerOf } from '../activity.ts'
import type { ConversationsContext } from '../context.ts'
import { type ConversationRow, shownAttachment } from '../rows.ts'
import type { Speaker } from '../speaker.ts'
import { plainName } from './name.ts'
import { writePieces } from './pieces.ts'
import { isAllowedType, isReally } from './sniff.ts'

/** All that one conversation may hold. */
const conversationBytes = 200 * 1024 * 1024

/** Checks a file and puts it into the records, where every process reaches it. */
export async function keepAttachment(
  context: ConversationsContext,
  speaker: Speaker,
  conversation: ConversationRow,
  given: { name: string; type: string; bytes: Buffer }
): Promise<Attachment> {
  const type = (given.type.split(';')[0] ?? '').trim().toLowerCase()
  if (!isAllowedType(type))
    throw new AppError(
      'unsupported_media_type',
      'Files of this type are not taken. Send a picture, a PDF, text, CSV, a zip, a Word or an Excel file.'
    )
  if (given.bytes.length === 0) throw new AppError('invalid', 'The file is empty.')
  if (!isReally(type, given.bytes))
    throw new AppError('invalid', `The file is not what it says: its bytes are no ${type}.`, { field: 'content-type' })
  const id = newUuid(context.random)
  const author =
    speaker.kind === 'visitor' ? { kind: 'visitor' as const, id: speaker.visitor } : await doerOf(context.sql, speaker)
  const name = plainName(given.name)
  await assertRoom(context, conversation.id, given.bytes.length)
  await context.sql.begin(async tx => {
    await tx`
      INSERT INTO attachments (id, workspace_id, conversation_id, author, author_id, name, type, bytes, at)
      VALUES (${id}, ${conversation.workspaceId}, ${conversation.id}, ${author.kind}, ${author.id}, ${name}, ${type},
        ${given.bytes.length}, ${context.clock()})`
    await writePieces(tx, { id, workspaceId: conversation.workspaceId }, given.bytes)
  })
  return shownAttachment({ id, name, type, bytes: given.bytes.length })
}

async function assertRoom({ sql }: ConversationsContext, conversation: string, more: number): Promise<void> {
  const [row] = await sql<{ bytes: number }[]>`
    SELECT coalesce(sum(bytes), 0)::bigint AS bytes FROM attachments WHERE conversation_id = ${conversation}`
  if ((row?.bytes ?? 0) + more > conversationBytes)
    throw new AppError('too_large', `A conversation holds at most ${conversationBytes / 1024 / 1024} MB of files.`)
}

const unsentDays = 1

/** Files nobody sent. Those of a conversation go with it. */
export async function sweepAttachments({ sql, clock }: ConversationsContext): Promise<number> {
  const before = new Date(clock().getTime() - unsentDays * 86_400_000)
  const gone = await sql`DELETE FROM attachments WHERE message_id IS NULL AND at < ${before}`
  return gone.count
}

export const attachmentLimit = conversationLimits.attachmentBytes
