import { type Static, Type } from 'typebox'
import { Label, MessageText, Text } from './conversation-parts.ts'
import { Conversation, ConversationStatus } from './conversations.ts'
import { AgentId, ConversationId, Instant, MemberId, PageQuery, pageOf, VisitorId } from './ids.ts'
import { Message } from './messages.ts'
import { Attribute, BrowsedPage, Machine, Place } from './people.ts'
import { conversationLimits } from './plain.ts'

export const ConversationsQuery = Type.Object({
  ...PageQuery,
  status: Type.Optional(ConversationStatus),
  /** A member, `me`, or `none`. */
  assignee: Type.Optional(Type.Union([MemberId, Type.Literal('me'), Type.Literal('none')])),
  source: Type.Optional(Type.String({ maxLength: 50 })),
  label: Type.Optional(Type.String({ maxLength: conversationLimits.labelChars })),
  /** The installation it came through. */
  channel: Type.Optional(AgentId),
  country: Type.Optional(Type.String({ maxLength: 2 })),
  unread: Type.Optional(Type.Boolean()),
  /** Words in its messages and notes; the last one may be unfinished. */
  search: Type.Optional(Type.String({ maxLength: 200 })),
  /** All conversations of this person. */
  visitor: Type.Optional(VisitorId),
  /** Mentions of the asking member. */
  mentioned: Type.Optional(Type.Boolean()),
  /** `team`: everything that is not in a responder's hands. */
  answeredBy: Type.Optional(Type.Enum(['responder', 'team'])),
  sort: Type.Optional(Type.Enum(['newest', 'oldest', 'waiting']))
})
export type ConversationsQuery = Static<typeof ConversationsQuery>

export const Conversations = pageOf(Conversation)

export const ConversationCounts = Type.Object({
  open: Type.Integer(),
  mine: Type.Integer(),
  unassigned: Type.Integer(),
  unread: Type.Integer(),
  snoozed: Type.Integer(),
  waiting: Type.Integer(),
  /** Of the open ones: those a person answers, and those a responder does. */
  forTeam: Type.Integer(),
  withResponder: Type.Integer(),
  /** Whether any agent of the workspace has a responder. */
  hasResponder: Type.Boolean()
})
export type ConversationCounts = Static<typeof ConversationCounts>

export const LabelCounts = Type.Object({
  items: Type.Array(Type.Object({ label: Type.String(), conversations: Type.Integer() }))
})

/** On every conversation that has it: another name, or none. */
export const LabelChange = Type.Object({
  label: Type.String({ maxLength: conversationLimits.labelChars }),
  to: Type.Union([Label, Type.Null()])
})
export type LabelChange = Static<typeof LabelChange>

export const LabelChanged = Type.Object({ changed: Type.Integer() })

/** Everything the inbox shows beside the messages. */
export const ConversationPanel = Type.Object({
  ...Conversation.properties,
  visitor: Type.Optional(
    Type.Object({
      id: VisitorId,
      name: Text,
      email: Text,
      company: Text,
      friendlyName: Type.String(),
      verified: Type.Boolean(),
      online: Type.Boolean(),
      /** As they are now; `attributes` says of each how it is known. */
      traits: Type.Record(Type.String(), Type.Unknown()),
      attributes: Type.Array(Attribute),
      ip: Text,
      ...Place.properties,
      ...Machine.properties,
      firstSeenAt: Instant,
      lastSeenAt: Instant,
      visits: Type.Integer(),
      events: Type.Integer(),
      firstSource: Text,
      blocked: Type.Boolean(),
      /** The page they have open now. */
      page: Type.Optional(BrowsedPage)
    })
  ),
  /** What was known when it started. */
  atStart: Type.Object({
    traits: Type.Record(Type.String(), Type.Unknown()),
    page: Type.Optional(Type.Object({ url: Type.String(), title: Text })),
    referrer: Text,
    locale: Text,
    firstSeenAt: Type.Optional(Instant)
  }),
  /** Of the visitor's latest visit, the newest first. */
  lastPages: Type.Array(BrowsedPage),
  /** The newest, the oldest of them first. */
  messages: Type.Array(Message),
  previous: Type.Array(Conversation),
  draft: Type.Optional(Type.Object({ text: Type.String(), note: Type.Boolean(), at: Instant }))
})
export type ConversationPanel = Static<typeof ConversationPanel>

export const ConversationChange = Type.Object({
  status: Type.Optional(ConversationStatus),
  /** With `snoozed`: when it comes back. */
  snoozedUntil: Type.Optional(Instant),
  /** A member, nobody (null), or `next`: whose turn it is. */
  assigneeId: Type.Optional(Type.Union([MemberId, Type.Null(), Type.Literal('next')])),
  labels: Type.Optional(Type.Array(Label, { maxItems: conversationLimits.labels })),
  addLabels: Type.Optional(Type.Array(Label, { maxItems: conversationLimits.labels })),
  removeLabels: Type.Optional(Type.Array(Label, { maxItems: conversationLimits.labels })),
  /** `responder` hands it back to the agent that answers by itself, `team` takes it from there. */
  answeredBy: Type.Optional(Type.Enum(['responder', 'team'])),
  /** Stops this person from writing, on all their devices. */
  blocked: Type.Optional(Type.Boolean())
})
export type ConversationChange = Static<typeof ConversationChange>

export const ConversationTransfer = Type.Object({ to: MemberId, note: Type.Optional(MessageText) })

export const ConversationMerge = Type.Object({ into: ConversationId })

export const ConversationsChange = Type.Object({
  ids: Type.Array(ConversationId, { minItems: 1, maxItems: conversationLimits.bulk, uniqueItems: true }),
  change: ConversationChange
})

/** Each conversation was changed, or says why not. */
export const ConversationsChanged = Type.Object({
  changed: Type.Integer(),
  failed: Type.Array(Type.Object({ id: ConversationId, code: Type.String(), message: Type.String() }))
})
