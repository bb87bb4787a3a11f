import type {
  AttachmentType,
  ConversationStart,
  ConversationStarted,
  IdentifyAnswer,
  IdentifyRequest,
  LiveFrame,
  LiveRequest,
  Message,
  MessageSend,
  OwnConversation,
  Page
} from '@foyer/protocol'

export type {
  ConversationStart,
  ConversationStarted,
  IdentifyAnswer,
  IdentifyRequest,
  LiveFrame,
  LiveRequest,
  Message,
  MessageSend,
  OwnConversation,
  Page
}

/** Equal to `conversationLimits` and `attachmentTypes` in @foyer/protocol, which would bring its schemas along; a test holds them equal. */
export const limits = { textChars: 8_000, attachmentBytes: 10 * 1024 * 1024, attachmentsPerMessage: 10 }
export const attachmentTypes: readonly AttachmentType[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
  'text/csv',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
]
