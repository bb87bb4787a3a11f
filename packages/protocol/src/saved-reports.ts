import { type Static, Type } from 'typebox'
import { Instant } from './ids.ts'

const publicId = (prefix: string) => Type.String({ pattern: `^${prefix}_[0-9a-f]{32}$` })
export const ReportId = publicId('rep')
export const DashboardId = publicId('dsh')

export const reportKinds = ['overview', 'top', 'trend', 'funnel', 'retention', 'paths', 'conversations'] as const
export type ReportKind = (typeof reportKinds)[number]

/** A time that moves on (`last` so many days, this or the last month), or one that stands. Replaces `from` and `to` of a saved question. */
export const SavedRange = Type.Union([
  Type.Object({ last: Type.Integer({ minimum: 1, maximum: 366 }) }, { additionalProperties: false }),
  Type.Object(
    { calendar: Type.Enum(['today', 'yesterday', 'thisWeek', 'lastWeek', 'thisMonth', 'lastMonth']) },
    { additionalProperties: false }
  ),
  Type.Object(
    { from: Type.String({ maxLength: 40 }), to: Type.String({ maxLength: 40 }) },
    { additionalProperties: false }
  )
])
export type SavedRange = Static<typeof SavedRange>

export const SavedReport = Type.Object({
  id: ReportId,
  name: Type.String(),
  kind: Type.Enum([...reportKinds]),
  range: SavedRange,
  /** The question of its kind without `from` and `to`. */
  question: Type.Record(Type.String(), Type.Unknown()),
  createdAt: Instant,
  updatedAt: Instant,
  createdBy: Type.Optional(Type.String())
})
export type SavedReport = Static<typeof SavedReport>
export const SavedReportCreate = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  kind: Type.Enum([...reportKinds]),
  range: SavedRange,
  question: Type.Record(Type.String({ maxLength: 64 }), Type.Unknown())
})
export type SavedReportCreate = Static<typeof SavedReportCreate>
