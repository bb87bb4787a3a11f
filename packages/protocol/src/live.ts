import { type Static, Type } from 'typebox'
import { ConversationFrame, ConversationRequest } from './conversation-frames.ts'
import { Instant, SessionId, VisitorId } from './ids.ts'
import { Machine, Place, TimelineEvent } from './people.ts'

const Text = Type.Optional(Type.String())

/** Somebody with a page open, or active in the last five minutes. */
export const LiveVisitor = Type.Object({
  id: VisitorId,
  name: Text,
  email: Text,
  friendlyName: Type.String(),
  verified: Type.Boolean(),
  /** Called a bot by its user agent. */
  bot: Type.Boolean(),
  sessionId: SessionId,
  url: Text,
  path: Text,
  title: Text,
  /** Since when they are on this page, and on the site in this visit. */
  pageSince: Instant,
  visitSince: Instant,
  lastAt: Instant,
  source: Text,
  ...Place.properties,
  ...Machine.properties
})
export type LiveVisitor = Static<typeof LiveVisitor>

export const LiveNow = Type.Object({ items: Type.Array(LiveVisitor), total: Type.Integer(), asOf: Instant })
export type LiveNow = Static<typeof LiveNow>

/** `GET /api/live`, a WebSocket: the first frame says who is speaking, then what it wants to watch. */
export const LiveRequest = Type.Union([
  Type.Object({ type: Type.Literal('authenticate'), as: Type.Literal('member') }),
  Type.Object({ type: Type.Literal('watch'), what: Type.Literal('visitors') }),
  Type.Object({ type: Type.Literal('watch'), what: Type.Literal('person'), id: VisitorId }),
  Type.Object({ type: Type.Literal('watch'), what: Type.Literal('installation') }),
  Type.Object({ type: Type.Literal('watch'), what: Type.Literal('numbers') }),
  Type.Object({ type: Type.Literal('watch'), what: Type.Literal('deliveries') }),
  Type.Object({ type: Type.Literal('unwatch'), what: Type.String({ maxLength: 40 }), id: Type.Optional(VisitorId) }),
  Type.Object({ type: Type.Literal('ping') }),
  ...ConversationRequest.anyOf
])
export type LiveRequest = Static<typeof LiveRequest>

export const LiveFrame = Type.Union([
  Type.Object({ type: Type.Literal('ready') }),
  Type.Object({ type: Type.Literal('pong') }),
  /** The whole list once, then one frame for each visitor that moved or left. */
  Type.Object({ type: Type.Literal('visitors'), items: Type.Array(LiveVisitor) }),
  Type.Object({ type: Type.Literal('visitor'), visitor: LiveVisitor }),
  Type.Object({ type: Type.Literal('left'), id: VisitorId }),
  /** New events of the watched person, oldest first. */
  Type.Object({ type: Type.Literal('events'), personId: VisitorId, items: Type.Array(TimelineEvent) }),
  /** The watched person's identity or attributes changed: fetch again. */
  Type.Object({ type: Type.Literal('person'), personId: VisitorId }),
  /** Somebody did something since the last of these: what counts them is out of date. Two seconds apart at most. */
  Type.Object({ type: Type.Literal('moved') }),
  /** Deliveries came or went on since the last of these: whoever shows some looks again. Half a second apart at least. */
  Type.Object({ type: Type.Literal('deliveries') }),
  Type.Object({ type: Type.Literal('installed'), agentId: Type.String(), url: Text, at: Instant }),
  Type.Object({ type: Type.Literal('error'), code: Type.String(), message: Type.String() }),
  ...ConversationFrame.anyOf
])
export type LiveFrame = Static<typeof LiveFrame>
