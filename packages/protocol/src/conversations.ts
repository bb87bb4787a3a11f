import { type Static, Type } from 'typebox'
import { EventContext } from './events.ts'
import {
  AgentId,
  AttachmentId,
  CannedReplyId,
  ConversationId,
  Instant,
  MemberId,
  MessageId,
  PageQuery,
  pageOf,
  VisitorId
} from './ids.ts'
import { Attribute, BrowsedPage, Machine, Place } from './people.ts'
import { ProactiveOpening } from './proactive.ts'
import { AnswerSource } from './responder.ts'

const Text = Type.Optional(Type.String())
const Seq = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })

/** What one message may hold; the widget and the inbox stop a writer at the same numbers. */
export const conversationLimits = {
  textChars: 8_000,
  clientIdChars: 100,
  attachmentBytes: 10 * 1024 * 1024,
  attachmentsPerMessage: 10,
  attachmentNameChars: 200,
  labels: 20,
  labelChars: 50,
  mentions: 20,
  bulk: 200
} as const

/** The types an attachment may have; what the bytes really are must agree with what was said. */
export const attachmentTypes = [
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
] as const
export type AttachmentType = (typeof attachmentTypes)[number]

export const conversationStatuses = ['open', 'snoozed', 'resolved'] as const
export const ConversationStatus = Type.Enum([...conversationStatuses])
export type ConversationStatus = (typeof conversationStatuses)[number]

/** `widget`, `api`, `playground`, or the name of an integration that an API key gave. */
const Source = Type.String({ minLength: 1, maxLength: 50, pattern: '^[a-z0-9][a-z0-9 ._-]*$' })
const ClientId = Type.String({ minLength: 1, maxLength: conversationLimits.clientIdChars })
const MessageText = Type.String({ maxLength: conversationLimits.textChars })
const Label = Type.String({ minLength: 1, maxLength: conversationLimits.labelChars, pattern: '\\S' })
const AttachmentIds = Type.Array(AttachmentId, {
  maxItems: conversationLimits.attachmentsPerMessage,
  uniqueItems: true
})

export const Attachment = Type.Object({
  id: AttachmentId,
  name: Type.String(),
  type: Type.String(),
  bytes: Type.Integer()
})
export type Attachment = Static<typeof Attachment>

/** `key` is a server with an API key, `responder` the agent that answers by itself, `system` Foyer. */
export const authorKinds = ['visitor', 'member', 'key', 'responder', 'system'] as const
export type AuthorKind = (typeof authorKinds)[number]
const Author = Type.Object({ kind: Type.Enum([...authorKinds]), id: Text, name: Text })

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
export const EmailLeave = Type.Union([
  Type.Object({ email: Type.String({ maxLength: 320 }) }),
  Type.Object({ skip: Type.Literal(true) })
])
export const RatingGive = Type.Object({
  score: Type.Integer({ minimum: 1, maximum: 5 }),
  comment: Type.Optional(Type.String({ maxLength: 2_000 }))
})

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
export const OwnConversations = pageOf(OwnConversation)

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

export const DraftWrite = Type.Object({ text: MessageText, note: Type.Optional(Type.Boolean()) })

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
