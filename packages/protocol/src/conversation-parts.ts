import { Type } from 'typebox'
import { AttachmentId } from './ids.ts'
import { conversationLimits } from './plain.ts'

export const Text = Type.Optional(Type.String())

export const Seq = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })

export const ClientId = Type.String({ minLength: 1, maxLength: conversationLimits.clientIdChars })

export const MessageText = Type.String({ maxLength: conversationLimits.textChars })

export const Label = Type.String({ minLength: 1, maxLength: conversationLimits.labelChars, pattern: '\\S' })

export const AttachmentIds = Type.Array(AttachmentId, {
  maxItems: conversationLimits.attachmentsPerMessage,
  uniqueItems: true
})

/** `key` is a server with an API key, `responder` the agent that answers by itself, `system` Foyer. */
export const authorKinds = ['visitor', 'member', 'key', 'responder', 'system'] as const

export type AuthorKind = (typeof authorKinds)[number]

export const Author = Type.Object({ kind: Type.Enum([...authorKinds]), id: Text, name: Text })
