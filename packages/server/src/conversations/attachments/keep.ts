import { type Attachment, conversationLimits } from '@foyer/protocol'
import { AppError, newUuid } from '../../http/index.ts'
import { doerOf } from '../activity.ts'
import type { ConversationsContext } from '../context.ts'
import { type ConversationRow, shownAttachment } from '../rows.ts'
import type { Speaker } from '../speaker.ts'
import type { Files } from './files.ts'
import { plainName } from './name.ts'
import { isAllowedType, isReally } from './sniff.ts'

/** All that one conversation may hold. */
const conversationBytes = 200 * 1024 * 1024

/** Checks a file, puts it on disk, then into the records: what is in the records is always there. */
export async function keepAttachment(
  context: ConversationsContext,
  files: Files,
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
  const file = newUuid(context.random).replaceAll('-', '')
  const author =
    speaker.kind === 'visitor' ? { kind: 'visitor' as const, id: speaker.visitor } : await doerOf(context.sql, speaker)
  const name = plainName(given.name)
  await assertRoom(context, conversation.id, given.bytes.length)
  await files.keep(file, given.bytes)
  try {
    await context.sql`
      INSERT INTO attachments (id, workspace_id, conversation_id, author, author_id, name, type, bytes, file, at)
      VALUES (${id}, ${conversation.workspaceId}, ${conversation.id}, ${author.kind}, ${author.id}, ${name}, ${type},
        ${given.bytes.length}, ${file}, ${context.clock()})`
  } catch (fault) {
    await files.remove(file)
    throw fault
  }
  return shownAttachment({ id, name, type, bytes: given.bytes.length })
}

async function assertRoom({ sql }: ConversationsContext, conversation: string, more: number): Promise<void> {
  const [row] = await sql<{ bytes: number }[]>`
    SELECT coalesce(sum(bytes), 0)::bigint AS bytes FROM attachments WHERE conversation_id = ${conversation}`
  if ((row?.bytes ?? 0) + more > conversationBytes)
    throw new AppError('too_large', `A conversation holds at most ${conversationBytes / 1024 / 1024} MB of files.`)
}

const unsentDays = 1

/** Files nobody sent, and files whose row went with its conversation. */
export async function sweepAttachments(context: ConversationsContext, files: Files): Promise<number> {
  const before = new Date(context.clock().getTime() - unsentDays * 86_400_000)
  await context.sql`DELETE FROM attachments WHERE message_id IS NULL AND at < ${before}`
  const old = await files.olderThan(before.getTime())
  const kept = await context.sql<{ file: string }[]>`SELECT file FROM attachments WHERE file = ANY(${old}::text[])`
  const known = new Set(kept.map(row => row.file))
  const gone = old.filter(file => /^[0-9a-f]{32}$/.test(file) && !known.has(file))
  for (const file of gone) await files.remove(file)
  return gone.length
}

export const attachmentLimit = conversationLimits.attachmentBytes
