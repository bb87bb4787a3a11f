import { type Static, Type } from 'typebox'
import { CannedReplyId, Instant, MemberId } from './ids.ts'
import { conversationLimits } from './plain.ts'

const Shortcut = Type.String({ minLength: 1, maxLength: 50, pattern: '^[\\p{L}\\p{N}_-]+$' })

export const CannedReply = Type.Object({
  id: CannedReplyId,
  shortcut: Type.String(),
  text: Type.String(),
  updatedAt: Instant
})
export type CannedReply = Static<typeof CannedReply>

export const CannedReplyWrite = Type.Object({
  shortcut: Shortcut,
  text: Type.String({ minLength: 1, maxLength: conversationLimits.textChars, pattern: '\\S' })
})

export const presences = ['available', 'busy', 'away', 'offline'] as const

export type Presence = (typeof presences)[number]

export const PresenceSet = Type.Object({ status: Type.Enum(['available', 'busy', 'away']) })

export const MemberPresence = Type.Object({
  id: MemberId,
  name: Type.String(),
  /** Offline is who has no inbox open, whatever they set. */
  status: Type.Enum([...presences]),
  openConversations: Type.Integer()
})
export type MemberPresence = Static<typeof MemberPresence>

export const TeamPresence = Type.Object({ items: Type.Array(MemberPresence) })

export const ConversationSettings = Type.Object({
  /** New conversations go round among the members who are available. */
  autoAssign: Type.Boolean(),
  /** Nobody is given more open conversations than this by turn. */
  openPerMember: Type.Integer({ minimum: 1, maximum: 1_000 }),
  /** A visitor who has waited this long for an answer is told of by mail. */
  noticeMinutes: Type.Integer({ minimum: 1, maximum: 1_440 }),
  /** Visitors who left an address are mailed what they were answered while they were gone. */
  mailVisitors: Type.Boolean()
})
export type ConversationSettings = Static<typeof ConversationSettings>

export const ConversationSettingsChange = Type.Partial(ConversationSettings)
