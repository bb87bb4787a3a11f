import { type Static, Type } from 'typebox'
import { Author, ClientId, MessageText, Seq } from './conversation-parts.ts'
import { Conversation, OwnConversation } from './conversations.ts'
import { MemberPresence, PresenceSet } from './desk.ts'
import { AgentId, ConversationId } from './ids.ts'
import { MarkRequest, Message, TypingRequest } from './messages.ts'

/** What a socket may ask of conversations, once it has said who is speaking. */
export const ConversationRequest = Type.Union([
  /** A visitor's page, where a member would send their cookie. */
  Type.Object({
    type: Type.Literal('authenticate'),
    as: Type.Literal('visitor'),
    agentId: AgentId,
    token: Type.String({ maxLength: 2_048 })
  }),
  /** Messages from here on; with `after`, what was missed since then comes first. */
  Type.Object({ type: Type.Literal('follow'), conversationId: ConversationId, after: Type.Optional(Seq) }),
  Type.Object({ type: Type.Literal('unfollow'), conversationId: ConversationId }),
  /** A member's list of conversations: each one that changes is sent as it is now. */
  Type.Object({ type: Type.Literal('inbox'), on: Type.Boolean() }),
  Type.Object({
    type: Type.Literal('say'),
    conversationId: ConversationId,
    text: MessageText,
    clientId: ClientId,
    note: Type.Optional(Type.Boolean())
  }),
  Type.Object({ type: Type.Literal('typing'), conversationId: ConversationId, ...TypingRequest.properties }),
  Type.Object({ type: Type.Literal('mark'), conversationId: ConversationId, ...MarkRequest.properties }),
  Type.Object({ type: Type.Literal('presence'), ...PresenceSet.properties })
])
export type ConversationRequest = Static<typeof ConversationRequest>

export const ConversationFrame = Type.Union([
  Type.Object({ type: Type.Literal('messages'), conversationId: ConversationId, items: Type.Array(Message) }),
  Type.Object({ type: Type.Literal('conversation'), conversation: Type.Union([Conversation, OwnConversation]) }),
  /** Somebody writes; forget it after ten seconds without another. Among the team it means "is replying". */
  Type.Object({
    type: Type.Literal('typing'),
    conversationId: ConversationId,
    by: Author,
    isTyping: Type.Boolean(),
    note: Type.Optional(Type.Boolean())
  }),
  /**
   * An answer as it is being written: `text` goes on where the last frame of this `answerId` ended, at `from` characters. The
   * message that ends it has `answerId` as its clientId; a frame with `isEnded` and no message says that none will come.
   */
  Type.Object({
    type: Type.Literal('answering'),
    conversationId: ConversationId,
    answerId: Type.String(),
    by: Author,
    from: Type.Integer({ minimum: 0 }),
    text: Type.String(),
    isEnded: Type.Optional(Type.Boolean())
  }),
  /** What was said over this socket is stored. */
  Type.Object({ type: Type.Literal('said'), clientId: Type.String(), message: Message }),
  Type.Object({
    type: Type.Literal('refused'),
    clientId: Type.String(),
    code: Type.String(),
    message: Type.String(),
    retryAfterSeconds: Type.Optional(Type.Integer())
  }),
  /** To the team: who is there. */
  Type.Object({ type: Type.Literal('presence'), items: Type.Array(MemberPresence) }),
  /** To a visitor: whether anybody of the team is there, and at the beginning whether the agent may have a message to show. */
  Type.Object({ type: Type.Literal('team'), online: Type.Boolean(), proactive: Type.Optional(Type.Boolean()) })
])
export type ConversationFrame = Static<typeof ConversationFrame>
