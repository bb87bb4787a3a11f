import type { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Attachment, AttachmentId, ConversationId, ErrorBody } from '@foyer/protocol'
import { Type } from 'typebox'
import { AppError, notFound, toPublic, toUuid } from '../../http/index.ts'
import { answerPreflight, answerReadably } from '../../identity/index.ts'
import type { ConversationsContext } from '../context.ts'
import { byId, reading, writing } from '../message-routes.ts'
import type { ConversationRow } from '../rows.ts'
import { admitPage, openConversation, readerOf, type Speaker, speakerOf, takeVisitorTurn } from '../speaker.ts'
import { readAtMost } from './body.ts'
import { openFile } from './folder.ts'
import { attachmentLimit, keepAttachment } from './keep.ts'
import { asDownload } from './name.ts'
import { readPieces } from './pieces.ts'

const path = '/api/conversations/:id/attachments'

/** The file itself is the body, its type the Content-Type, its name in the query. */
export function attachmentRoutes(context: ConversationsContext): FastifyPluginAsyncTypebox {
  return async app => {
    app.addHook('onRequest', answerReadably)
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', (_request, body, done) => done(null, body))
    for (const url of [path, `${path}/:attachmentId`])
      app.options(url, { config: { access: 'public', page: 'script' }, schema: { hide: true } }, answerPreflight)

    app.post(
      path,
      {
        config: writing,
        bodyLimit: attachmentLimit,
        schema: {
          params: byId,
          querystring: Type.Object({ name: Type.String({ minLength: 1, maxLength: 1000 }) }),
          response: { 201: Attachment, '4xx': ErrorBody }
        }
      },
      async (request, reply) => {
        const speaker = await speakerOf(context, request)
        const conversation = await openConversation(context.sql, speaker, toUuid(request.params.id))
        await admitPage(context, request, reply, speaker, conversation)
        await assertTakesFiles(context, speaker, conversation)
        takeVisitorTurn(context, context.limits.uploads, speaker, request.address, 'files')
        const attachment = await context.limits.uploadRoom.within(async take =>
          keepAttachment(context, speaker, conversation, {
            name: request.query.name,
            type: request.headers['content-type'] ?? '',
            bytes: await readAtMost(request.body as Readable | undefined, attachmentLimit, take)
          })
        )
        return reply.code(201).send(attachment)
      }
    )

    app.get(
      `${path}/:attachmentId`,
      { config: reading, schema: { params: Type.Object({ id: ConversationId, attachmentId: AttachmentId }) } },
      async (request, reply) => {
        const speaker = await speakerOf(context, request)
        const conversation = await openConversation(context.sql, speaker, toUuid(request.params.id))
        await admitPage(context, request, reply, speaker, conversation)
        const { sql } = context
        // What hangs on a note is the team's; what is not sent yet is its uploader's.
        const [row] = await sql<Kept[]>`
          SELECT a.id, a.workspace_id AS "workspaceId", a.name, a.type, a.bytes, a.file FROM attachments a LEFT JOIN messages m ON m.id = a.message_id
          WHERE a.id = ${toUuid(request.params.attachmentId)} AND a.conversation_id = ${conversation.id}
            ${readerOf(speaker) === 'visitor' ? sql`AND (m.kind = 'message' OR (m.id IS NULL AND a.author = 'visitor'))` : sql``}`
        const found = row && (await bytesOf(context, row))
        if (!row || !found) throw notFound('attachment')
        return (
          reply
            .type(row.type)
            .header('content-disposition', asDownload(row.name))
            .header('content-length', found.bytes)
            // Whatever is in it stays a file: it runs nothing, even opened by hand.
            .header('content-security-policy', "sandbox; default-src 'none'")
            .header('cache-control', 'private, max-age=3600')
            .send(found.stream)
        )
      }
    )
  }
}

type Kept = { id: string; workspaceId: string; name: string; type: string; bytes: number; file: string | null }

async function bytesOf({ sql, folder }: ConversationsContext, row: Kept) {
  const inRecords = () => ({ stream: readPieces(sql, row), bytes: row.bytes })
  if (row.file === null) return inRecords()
  // A file of an earlier version may still wait in the folder to be taken in, or have been taken in this moment.
  const waiting = await openFile(folder, row.file)
  if (waiting) return waiting
  const [taken] = await sql`SELECT 1 FROM attachments WHERE id = ${row.id} AND file IS NULL`
  return taken ? inRecords() : null
}

/** Where the team has turned files off for visitors, the button is not the only thing that is gone. */
async function assertTakesFiles(
  context: ConversationsContext,
  speaker: Speaker,
  { agentId }: ConversationRow
): Promise<void> {
  const agent = speaker.kind === 'visitor' && (await context.agents(toPublic('agt', agentId)))
  if (agent && agent.look.attachments === false)
    throw new AppError('forbidden', 'Files are not taken in this chat. Write what is in it, or send a link.')
}
