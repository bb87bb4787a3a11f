import type {
  CartValue,
  ConversationStart,
  ConversationStarted,
  IdentifyAnswer,
  IdentifyRequest,
  LiveFrame,
  LiveRequest,
  Message,
  MessageSend,
  OwnConversation,
  Page,
  PageSideCondition,
  ProactiveShown,
  WidgetProactive
} from '@foyer/protocol'

export type {
  CartValue,
  ConversationStart,
  ConversationStarted,
  IdentifyAnswer,
  IdentifyRequest,
  LiveFrame,
  LiveRequest,
  Message,
  MessageSend,
  OwnConversation,
  Page,
  PageSideCondition,
  ProactiveShown,
  WidgetProactive
}

/** Equal to `conversationLimits` in @foyer/protocol, which would bring its schemas along; a test holds them equal. */
export const limits = { textChars: 8_000, attachmentBytes: 10 * 1024 * 1024, attachmentsPerMessage: 10 }
