import { type Static, Type } from 'typebox'

/** What the intake accepts in one request and one event; the tracker cuts its batches by the same numbers. */
export const limits = {
  eventsPerBatch: 500,
  bodyBytes: 1024 * 1024,
  /** A properties object as JSON text. */
  propertiesBytes: 32 * 1024,
  propertiesDepth: 10,
  urlChars: 2048,
  titleChars: 512,
  nameChars: 200,
  /** `fetch(..., {keepalive})` and beacons fail above 64 KiB for all of a page's pending bodies together. */
  keepaliveBytes: 60 * 1024
} as const

/** What a page or a server may send. */
export const sentEventTypes = ['page', 'track', 'click', 'scroll', 'exit', 'identify', 'screen', 'group'] as const
/** And what Foyer itself adds: what happened in a conversation. */
export const eventTypes = [...sentEventTypes, 'conversation'] as const
export const EventType = Type.Enum([...eventTypes])
export type EventType = (typeof eventTypes)[number]

export const EventContext = Type.Object(
  {
    locale: Type.Optional(Type.String({ maxLength: 35 })),
    timezone: Type.Optional(Type.String({ maxLength: 64 })),
    screen: Type.Optional(Type.Object({ width: Type.Number(), height: Type.Number() })),
    campaign: Type.Optional(
      Type.Object({
        source: Type.Optional(Type.String({ maxLength: 200 })),
        medium: Type.Optional(Type.String({ maxLength: 200 })),
        name: Type.Optional(Type.String({ maxLength: 200 })),
        term: Type.Optional(Type.String({ maxLength: 200 })),
        content: Type.Optional(Type.String({ maxLength: 200 }))
      })
    ),
    /**
     * What the visitor had consented to when this happened, by category, or as Segment writes it: `{categoryPreferences: {…}}`. Beside the
     * categories `gpc` and `optOut` say that nothing may be passed on.
     */
    consent: Type.Optional(
      Type.Record(
        Type.String({ maxLength: 64 }),
        Type.Union([
          Type.Boolean(),
          Type.Record(Type.String({ maxLength: 64 }), Type.Boolean()),
          // Consent platforms write down more than was asked.
          Type.String({ maxLength: 200 }),
          Type.Number(),
          Type.Null()
        ])
      )
    ),
    library: Type.Optional(
      Type.Object({ name: Type.String({ maxLength: 64 }), version: Type.String({ maxLength: 32 }) })
    )
  },
  { additionalProperties: true }
)
export type EventContext = Static<typeof EventContext>

/**
 * One fact. `id` is a UUIDv7 made by the sender: it is what makes a retry harmless, so it must not change between tries.
 * Any other stable text up to 100 characters is accepted too (Segment's messageId).
 */
export const Event = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 100 }),
  type: Type.Enum([...sentEventTypes]),
  name: Type.Optional(Type.String({ maxLength: limits.nameChars })),
  timestamp: Type.Union([Type.String({ maxLength: 40 }), Type.Number()]),
  properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  url: Type.Optional(Type.String()),
  path: Type.Optional(Type.String()),
  referrer: Type.Optional(Type.String()),
  title: Type.Optional(Type.String()),
  sessionId: Type.Optional(Type.String({ maxLength: 64 })),
  context: Type.Optional(EventContext)
})
export type Event = Static<typeof Event>
