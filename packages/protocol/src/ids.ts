import { type Static, Type } from 'typebox'

/**
 * Public ids are a prefix and 32 hex digits (128 bits), so each turns into the UUID the stores keep and back without a
 * table. Nothing in an id can be counted up or guessed.
 */
const publicId = (prefix: string, what: string) =>
  Type.String({ pattern: `^${prefix}_[0-9a-f]{32}$`, description: `${what} id, ${prefix}_ and 32 hex digits` })

export const VisitorId = publicId('vis', 'Visitor')
export const AgentId = publicId('agt', 'Agent')
export const SessionId = publicId('ses', 'Visit')
export const MemberId = publicId('mem', 'Member')
export const KeyId = publicId('key', 'API key')
export const JoinId = publicId('joi', 'Join')
export const WorkspaceId = publicId('wsp', 'Workspace')
export const ConversationId = publicId('cnv', 'Conversation')
export const MessageId = publicId('msg', 'Message')
export const AttachmentId = publicId('att', 'Attachment')
export const CannedReplyId = publicId('can', 'Canned reply')
export const DocumentId = publicId('doc', 'Document')
export const PassageId = publicId('psg', 'Passage')
export const CrawlId = publicId('crl', 'Crawl')
export const ProactiveRuleId = publicId('prl', 'Proactive rule')
export const ErasureId = publicId('ers', 'Erasure')

export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' })

export const pageOf = <T extends Type.TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Optional(Type.String()) })

export const PageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 }))
}

export type Page<T> = { items: T[]; nextCursor?: string }
export type Role = Static<typeof Role>
export const Role = Type.Union([
  Type.Literal('owner'),
  Type.Literal('admin'),
  Type.Literal('agent'),
  Type.Literal('viewer')
])
