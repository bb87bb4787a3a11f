import { type Static, Type } from 'typebox'
import { AttachmentIds, Author, ClientId, MessageText, Seq, Text } from './conversation-parts.ts'
import { AttachmentId, ConversationId, Instant, MemberId, MessageId, PageQuery, pageOf } from './ids.ts'
import { conversationLimits } from './plain.ts'
import { AnswerSource } from './responder.ts'

export const Attachment = Type.Object({
  id: AttachmentId,
  name: Type.String(),
  type: Type.String(),
  bytes: Type.Integer()
})
export type Attachment = Static<typeof Attachment>

/** Notes and activities are the team's own: a visitor is never sent one, so to a visitor `seq` may skip a number. */
export const Message = Type.Object({
  id: MessageId,
  conversationId: ConversationId,
  /** The place in the conversation: 1, 2, 3 … in the order everybody sees. */
  seq: Seq,
  kind: Type.Enum(['message', 'note', 'activity']),
  author: Author,
  text: Type.String(),
  at: Instant,
  /** The sender's own id of it, to the sender. */
  clientId: Text,
  attachments: Type.Optional(Type.Array(Attachment)),
  mentions: Type.Optional(Type.Array(MemberId)),
  /** Of a responder's answer: the pages it quotes. */
  sources: Type.Optional(Type.Array(AnswerSource)),
  /**
   * To the team. Of a responder's answer it is an `AnswerDetail`. An activity's text says what was done (`assigned`, `resolved`, …), and this
   * how: `handed over` with its `reason` and perhaps a `fault` in a sentence, `handed back`.
   */
  detail: Type.Optional(Type.Record(Type.String(), Type.Unknown()))
})
export type Message = Static<typeof Message>

export const MessageSend = Type.Object({
  text: Type.Optional(MessageText),
  clientId: Type.Optional(ClientId),
  attachments: Type.Optional(AttachmentIds),
  /** With an API key, or in the playground: `visitor` writes in the visitor's name. */
  as: Type.Optional(Type.Enum(['visitor', 'team']))
})
export type MessageSend = Static<typeof MessageSend>

export const NoteSend = Type.Object({
  text: Type.Optional(MessageText),
  clientId: Type.Optional(ClientId),
  attachments: Type.Optional(AttachmentIds),
  mentions: Type.Optional(Type.Array(MemberId, { maxItems: conversationLimits.mentions, uniqueItems: true }))
})
export type NoteSend = Static<typeof NoteSend>

export const MessagesQuery = Type.Object({
  ...PageQuery,
  /** Everything after this place, the oldest first: what was missed while the line was down. */
  after: Type.Optional(Seq),
  /** `oldest` (unless said) goes forward from the beginning, `newest` backward from the end. */
  order: Type.Optional(Type.Enum(['oldest', 'newest']))
})
export type MessagesQuery = Static<typeof MessagesQuery>

export const Messages = pageOf(Message)

export const MarkRequest = Type.Object({ read: Type.Optional(Seq), delivered: Type.Optional(Seq) })

export const TypingRequest = Type.Object({ isTyping: Type.Boolean(), note: Type.Optional(Type.Boolean()) })

export const DraftWrite = Type.Object({ text: MessageText, note: Type.Optional(Type.Boolean()) })
