import type {
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

/** Equal to `conversationLimits` in @foyer/protocol, which would bring its schemas along; a test holds them equal. */
export const limits = { textChars: 8_000, attachmentBytes: 10 * 1024 * 1024, attachmentsPerMessage: 10 }
