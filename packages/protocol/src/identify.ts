import { type Static, Type } from 'typebox'
import { EventContext } from './events.ts'
import { AgentId, SessionId, VisitorId } from './ids.ts'

/** FluentBot's signed visitor: hex HMAC-SHA256 with the agent's identity secret over JSON.stringify({name, email, data}). */
export const SignedVisitor = Type.Object({
  name: Type.Optional(Type.Union([Type.String({ maxLength: 200 }), Type.Null()])),
  email: Type.Optional(Type.Union([Type.String({ maxLength: 320 }), Type.Null()])),
  data: Type.Optional(Type.Unknown()),
  signature: Type.String({ maxLength: 128 })
})
export type SignedVisitor = Static<typeof SignedVisitor>

/** What a browser tells of itself. */
const told = {
  /** This browser's own random id, from its storage. */
  localId: Type.Optional(Type.String({ minLength: 8, maxLength: 100 })),
  /** A device print and the library version that made it; prints of different versions are never compared. */
  fingerprint: Type.Optional(Type.String({ minLength: 8, maxLength: 100 })),
  /** The visitor token of an earlier answer. */
  token: Type.Optional(Type.String({ maxLength: 2048 })),
  /** A JWT (HS256, the agent's identity secret): sub, exp, optional traits. */
  userToken: Type.Optional(Type.String({ maxLength: 8192 })),
  /** FluentBot's form of the same proof. */
  visitor: Type.Optional(SignedVisitor),
  /** Attributes the page claims; they describe the visitor and never join anyone. */
  traits: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Type.Unknown())),
  /** The page signed out (`reset()`): what follows is somebody else, whatever their device's print says. */
  parted: Type.Optional(Type.Boolean()),
  /** The visit this browser believes it is in; kept while it is under 30 minutes old. */
  sessionId: Type.Optional(Type.String({ maxLength: 64 })),
  context: Type.Optional(
    Type.Intersect([
      EventContext,
      Type.Object({
        url: Type.Optional(Type.String()),
        title: Type.Optional(Type.String()),
        referrer: Type.Optional(Type.String())
      })
    ])
  )
}

export const IdentifyRequest = Type.Object({ agentId: AgentId, ...told })
export type IdentifyRequest = Static<typeof IdentifyRequest>

/** The same inside of a batch, from a page that is left before it could ask. */
export const IdentifyInPassing = Type.Object(told)
export type IdentifyInPassing = Static<typeof IdentifyInPassing>

export const IdentifyAnswer = Type.Object({
  visitorId: VisitorId,
  isReturning: Type.Boolean(),
  sessionCount: Type.Integer(),
  sessionId: SessionId,
  token: Type.String(),
  /** True when a signed user token was believed in this call. */
  verified: Type.Boolean(),
  /** Attributes, only to a browser that proved it may see them (its own token or a signed user). */
  traits: Type.Optional(Type.Record(Type.String(), Type.Unknown()))
})
export type IdentifyAnswer = Static<typeof IdentifyAnswer>
