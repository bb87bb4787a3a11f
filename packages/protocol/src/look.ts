import { type Static, type TSchema, Type } from 'typebox'
import { weekdays, widgetLanguages } from './plain.ts'

/** What the widget speaks. */

const Clock = Type.String({ pattern: '^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$', description: '09:00' })
const text = (most: number) => Type.String({ minLength: 1, maxLength: most, pattern: '\\S' })

/** The same hours on one or more days. An end before its beginning is after midnight. */
export const OfficeSpan = Type.Object({
  days: Type.Array(Type.Enum([...weekdays]), { minItems: 1, maxItems: 7, uniqueItems: true }),
  from: Clock,
  to: Clock
})
export type OfficeSpan = Static<typeof OfficeSpan>
export const OfficeHours = Type.Object({
  timezone: Type.String({ minLength: 1, maxLength: 64, description: 'Europe/Berlin' }),
  spans: Type.Array(OfficeSpan, { minItems: 1, maxItems: 28 })
})
export type OfficeHours = Static<typeof OfficeHours>

const look = {
  /** The accent. The ink on it, and its shades as text, are worked out in the page so that they can be read. */
  color: Type.String({ pattern: '^#[0-9a-fA-F]{6}$', description: '#2f6f3a' }),
  /** Absent: where the page's lines end. */
  position: Type.Enum(['left', 'right']),
  title: text(60),
  /** The first line of an empty conversation, and the one below it. */
  greeting: text(200),
  hint: text(300),
  /** `bubble`, `none` (the page opens the chat itself), or the text beside the sign. */
  launcher: text(30),
  theme: Type.Enum(['auto', 'light', 'dark']),
  /** Absent: the page's language, then the browser's. */
  locale: Type.Enum([...widgetLanguages]),
  /** `minutes`, `hours`, `day`, or a sentence. */
  replyTime: text(120),
  officeHours: OfficeHours,
  /** When to ask for an e-mail address. `away`: when nobody is there, or nobody answers within a minute. */
  askEmail: Type.Enum(['away', 'always', 'never']),
  sound: Type.Boolean(),
  attachments: Type.Boolean(),
  /** Ask how it was once a conversation is closed. */
  rating: Type.Boolean()
}

/** How the widget of an agent looks and behaves where the page does not say otherwise. What is absent is as it comes. */
export const AgentLook = Type.Partial(Type.Object(look))
export type AgentLook = Static<typeof AgentLook>

const orNull = <Schema extends TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]))

/** What is not named stays; null takes a setting back. */
export const AgentLookChange = Type.Object(
  {
    color: orNull(look.color),
    position: orNull(look.position),
    title: orNull(look.title),
    greeting: orNull(look.greeting),
    hint: orNull(look.hint),
    launcher: orNull(look.launcher),
    theme: orNull(look.theme),
    locale: orNull(look.locale),
    replyTime: orNull(look.replyTime),
    officeHours: orNull(look.officeHours),
    askEmail: orNull(look.askEmail),
    sound: orNull(look.sound),
    attachments: orNull(look.attachments),
    rating: orNull(look.rating)
  },
  { additionalProperties: false }
)
export type AgentLookChange = Static<typeof AgentLookChange>
