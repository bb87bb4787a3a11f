import { type Static, Type } from 'typebox'
import { authorKinds, ClientId, MessageText, Seq, Text } from './conversation-parts.ts'
import { EventContext } from './events.ts'
import { AgentId, ConversationId, Instant, MemberId, pageOf, VisitorId } from './ids.ts'
import { Message } from './messages.ts'
import { Machine, Place } from './people.ts'
import { conversationStatuses } from './plain.ts'
import { ProactiveOpening } from './proactive.ts'

export const ConversationStatus = Type.Enum([...conversationStatuses])
export type ConversationStatus = (typeof conversationStatuses)[number]

/** `widget`, `api`, `playground`, or the name of an integration that an API key gave. */
const Source = Type.String({ minLength: 1, maxLength: 50, pattern: '^[a-z0-9][a-z0-9 ._-]*$' })

const Marks = Type.Object({ delivered: Seq, read: Seq })

const Assignee = Type.Object({ id: MemberId, name: Type.String() })

/** A row of the inbox. */
export const Conversation = Type.Object({
  id: ConversationId,
  agentId: AgentId,
  source: Type.String(),
  status: ConversationStatus,
  snoozedUntil: Type.Optional(Instant),
  assignee: Type.Optional(Assignee),
  labels: Type.Array(Type.String()),
  createdAt: Instant,
  /** When the last message or note was written. */
  lastAt: Instant,
  lastSeq: Seq,
  snippet: Text,
  snippetBy: Type.Optional(Type.Enum([...authorKinds])),
  /** The visitor's messages nobody of the team has read; none while the responder answers. */
  unread: Type.Integer(),
  /** Since when the visitor waits for an answer. */
  waitingSince: Type.Optional(Instant),
  firstReplyAt: Type.Optional(Instant),
  resolvedAt: Type.Optional(Instant),
  rating: Type.Optional(Type.Object({ score: Type.Integer(), comment: Text, at: Instant })),
  mergedInto: Type.Optional(ConversationId),
  /** Who answers what the visitor writes next; absent where the agent has no responder. */
  answeredBy: Type.Optional(Type.Enum(['responder', 'team'])),
  marks: Type.Object({ visitor: Marks, team: Marks }),
  /** Who it is with; absent in the playground. */
  visitor: Type.Optional(
    Type.Object({
      id: VisitorId,
      name: Text,
      email: Text,
      friendlyName: Type.String(),
      verified: Type.Boolean(),
      online: Type.Boolean()
    })
  ),
  /** As they were when it started. */
  ip: Text,
  ...Place.properties,
  ...Machine.properties
})
export type Conversation = Static<typeof Conversation>

/** What a visitor is told of their own conversation. */
export const OwnConversation = Type.Object({
  id: ConversationId,
  status: Type.Enum(['open', 'resolved']),
  createdAt: Instant,
  lastAt: Instant,
  lastSeq: Seq,
  snippet: Text,
  snippetBy: Type.Optional(Type.Enum([...authorKinds])),
  /** The team's messages this visitor has not read. */
  unread: Type.Integer(),
  /** Who answers. */
  assignee: Type.Optional(Type.Object({ name: Type.String() })),
  /** The agent that answers by itself, while it does; `POST …/hand-over` calls a person. */
  responder: Type.Optional(Type.Object({ name: Type.String() })),
  rating: Type.Optional(Type.Object({ score: Type.Integer(), comment: Text, at: Instant })),
  /** `known`: verified, or left here before. `skipped`: asked and not given. */
  email: Type.Enum(['unknown', 'known', 'skipped']),
  /** It goes on there. */
  mergedInto: Type.Optional(ConversationId),
  marks: Type.Object({ visitor: Marks, team: Marks })
})
export type OwnConversation = Static<typeof OwnConversation>

export const OwnConversations = pageOf(OwnConversation)

export const ConversationStart = Type.Object({
  agentId: AgentId,
  /** The first message: the text, or the text with its clientId. */
  message: Type.Optional(
    Type.Union([MessageText, Type.Object({ text: MessageText, clientId: Type.Optional(ClientId) })])
  ),
  /** Sent again it is the same conversation. */
  clientId: Type.Optional(ClientId),
  context: Type.Optional(
    Type.Intersect([
      EventContext,
      Type.Object({
        url: Type.Optional(Type.String()),
        title: Type.Optional(Type.String()),
        referrer: Type.Optional(Type.String())
      })
    ])
  ),
  /** Begin another beside the one that is open. Without it, an open one goes on. */
  another: Type.Optional(Type.Boolean()),
  /** From a visitor: the shown message this answers. The conversation begins with it, as the team's. */
  proactive: Type.Optional(ProactiveOpening),
  /** With an API key: whose conversation it is. */
  visitorId: Type.Optional(VisitorId),
  /** With an API key: the integration's name instead of `api`. A member of the team may name `playground`. */
  source: Type.Optional(Source),
  /** With an API key: who wrote the first message; the visitor unless said. */
  as: Type.Optional(Type.Enum(['visitor', 'team']))
})
export type ConversationStart = Static<typeof ConversationStart>

export const ConversationStarted = Type.Object({
  conversationId: ConversationId,
  /** False when an open one goes on. */
  isNew: Type.Boolean(),
  ...OwnConversation.properties,
  /** The team's, where the visitor answered a message that was shown to them. */
  opening: Type.Optional(Message),
  message: Type.Optional(Message)
})
export type ConversationStarted = Static<typeof ConversationStarted>

export const EmailLeave = Type.Union([
  Type.Object({ email: Type.String({ maxLength: 320 }) }),
  Type.Object({ skip: Type.Literal(true) })
])

export const RatingGive = Type.Object({
  score: Type.Integer({ minimum: 1, maximum: 5 }),
  comment: Type.Optional(Type.String({ maxLength: 2_000 }))
})
