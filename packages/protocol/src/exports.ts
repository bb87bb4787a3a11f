import { type Static, Type } from 'typebox'
import { Moment, questionFields } from './analytics.ts'
import { exportFormats, exportKinds } from './plain.ts'

/**
 * `question` is that of the kind, with `from` and `to`: what its own route takes. `table` is one of `exportTables` of the kind, the first
 * where none is named. `columns` are of `events` alone.
 */
export const ExportRequest = Type.Object({
  kind: Type.Enum([...exportKinds]),
  question: Type.Record(Type.String({ maxLength: 64 }), Type.Unknown()),
  table: Type.Optional(Type.String({ maxLength: 40 })),
  columns: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 40, uniqueItems: true })),
  format: Type.Enum([...exportFormats]),
  /** Goes into the name of the file. */
  name: Type.Optional(Type.String({ maxLength: 200 }))
})
export type ExportRequest = Static<typeof ExportRequest>

/** Raw events of a span. */
export const EventsQuestion = Type.Object(
  {
    ...questionFields,
    from: Moment,
    to: Moment,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 }))
  },
  { additionalProperties: false }
)
export type EventsQuestion = Static<typeof EventsQuestion>
