import { type Static, Type } from 'typebox'
import { Instant, MemberId, PageQuery } from './ids.ts'
import { digestPeriods } from './plain.ts'

const publicId = (prefix: string) => Type.String({ pattern: `^${prefix}_[0-9a-f]{32}$` })
export const ReportId = publicId('rep')
export const DashboardId = publicId('dsh')
export const DigestId = publicId('dig')

export const reportKinds = [
  'overview',
  'top',
  'trend',
  'funnel',
  'retention',
  'paths',
  'conversations',
  'requests'
] as const
export type ReportKind = (typeof reportKinds)[number]
export const ReportKind = Type.Enum([...reportKinds])

export const calendarRanges = [
  'today',
  'yesterday',
  'thisWeek',
  'lastWeek',
  'thisMonth',
  'lastMonth',
  'thisYear',
  'lastYear'
] as const

/** A time that moves on (`last` so many days, this or the last month or year), or one that stands. Replaces `from` and `to` of a saved question. */
export const SavedRange = Type.Union([
  Type.Object({ last: Type.Integer({ minimum: 1, maximum: 366 }) }, { additionalProperties: false }),
  Type.Object({ calendar: Type.Enum([...calendarRanges]) }, { additionalProperties: false }),
  Type.Object(
    { from: Type.String({ maxLength: 40 }), to: Type.String({ maxLength: 40 }) },
    { additionalProperties: false }
  )
])
export type SavedRange = Static<typeof SavedRange>

const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
const Asked = Type.Record(Type.String({ maxLength: 64 }), Type.Unknown())

export const SavedReport = Type.Object({
  id: ReportId,
  name: Type.String(),
  kind: ReportKind,
  range: SavedRange,
  /** The question of its kind without `from` and `to`. */
  question: Type.Record(Type.String(), Type.Unknown()),
  createdAt: Instant,
  updatedAt: Instant,
  createdBy: Type.Optional(Type.String())
})
export type SavedReport = Static<typeof SavedReport>
export const SavedReportCreate = Type.Object({ name: Name, kind: ReportKind, range: SavedRange, question: Asked })
export type SavedReportCreate = Static<typeof SavedReportCreate>
/** The kind stays what it is. */
export const SavedReportChange = Type.Partial(Type.Omit(SavedReportCreate, ['kind']))
export type SavedReportChange = Static<typeof SavedReportChange>
export const SavedReportsQuery = Type.Object({
  ...PageQuery,
  kind: Type.Optional(ReportKind),
  search: Type.Optional(Type.String({ maxLength: 200 }))
})

/** What the team wrote onto a day (`2026-11-26`) or a moment of the time. */
export const TileNote = Type.Object({ at: Type.String(), text: Type.String() })
export type TileNote = Static<typeof TileNote>
/** `answer` has the form of its kind; its `range.asOf` says when it was asked. `notes`, the latest first, is of kinds with a time axis. */
export const SavedReportAnswer = Type.Object({
  kind: ReportKind,
  name: Type.String(),
  answer: Type.Record(Type.String(), Type.Unknown()),
  notes: Type.Optional(Type.Array(TileNote))
})
export type SavedReportAnswer = Static<typeof SavedReportAnswer>

/* ---- dashboards ---- */

/** Tiles flow in their order over twelve columns. */
export const DashboardTile = Type.Object(
  {
    reportId: ReportId,
    width: Type.Integer({ minimum: 3, maximum: 12 }),
    height: Type.Integer({ minimum: 1, maximum: 4 })
  },
  { additionalProperties: false }
)
export type DashboardTile = Static<typeof DashboardTile>
/** `notes`: what the team wrote onto the charts is seen by whoever has the link. */
export const DashboardLink = Type.Object({
  createdAt: Instant,
  expiresAt: Type.Optional(Instant),
  notes: Type.Boolean()
})
export type DashboardLink = Static<typeof DashboardLink>
const summary = {
  id: DashboardId,
  name: Type.String(),
  createdAt: Instant,
  updatedAt: Instant,
  createdBy: Type.Optional(Type.String()),
  /** There is a link by which anybody who has it sees the figures. */
  link: Type.Optional(DashboardLink)
}
export const DashboardSummary = Type.Object({ ...summary, tileCount: Type.Integer() })
export type DashboardSummary = Static<typeof DashboardSummary>
export const Dashboard = Type.Object({
  ...summary,
  tiles: Type.Array(Type.Object({ ...DashboardTile.properties, name: Type.String(), kind: ReportKind }))
})
export type Dashboard = Static<typeof Dashboard>
const Tiles = Type.Array(DashboardTile, { maxItems: 30 })
export const DashboardCreate = Type.Object({ name: Name, tiles: Type.Optional(Tiles) })
export type DashboardCreate = Static<typeof DashboardCreate>
export const DashboardChange = Type.Partial(DashboardCreate)
export type DashboardChange = Static<typeof DashboardChange>

/** A new link takes the place of the one before, which stops working. */
export const DashboardLinkCreate = Type.Object({
  expiresInDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
  notes: Type.Optional(Type.Boolean())
})
/** `url` is shown this once; only a hash of it is kept. */
export const DashboardLinkCreated = Type.Object({ ...DashboardLink.properties, url: Type.String() })
export type DashboardLinkCreated = Static<typeof DashboardLinkCreated>

/** What somebody with the link sees: no ids, and nothing of the questions but their names. */
export const SharedDashboard = Type.Object({
  name: Type.String(),
  workspace: Type.String(),
  expiresAt: Type.Optional(Instant),
  tiles: Type.Array(
    Type.Object({ name: Type.String(), kind: ReportKind, width: Type.Integer(), height: Type.Integer() })
  )
})
export type SharedDashboard = Static<typeof SharedDashboard>

/* ---- digests ---- */

const Address = Type.String({ maxLength: 320, pattern: '^[^\\s@]+@[^\\s@]+$' })
const schedule = {
  /** It tells of the whole day, week or month that ended before it is sent. */
  every: Type.Enum([...digestPeriods]),
  /** 1 is Monday; of weekly ones. Monthly ones are sent on the first. */
  weekday: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
  /** By the clocks of the workspace. */
  hour: Type.Integer({ minimum: 0, maximum: 23 }),
  enabled: Type.Optional(Type.Boolean())
}
const To = Type.Union([
  Type.Object(
    {
      members: Type.Optional(Type.Array(MemberId, { maxItems: 50, uniqueItems: true })),
      addresses: Type.Optional(Type.Array(Address, { maxItems: 20, uniqueItems: true }))
    },
    { additionalProperties: false }
  ),
  Type.Object({ webhook: Type.String({ minLength: 1, maxLength: 2_000 }) }, { additionalProperties: false })
])
export const DigestCreate = Type.Object({
  dashboardId: Type.Optional(DashboardId),
  reportId: Type.Optional(ReportId),
  ...schedule,
  to: To
})
export type DigestCreate = Static<typeof DigestCreate>
export const DigestChange = Type.Partial(Type.Object({ ...schedule, to: To }))
export type DigestChange = Static<typeof DigestChange>
export const Digest = Type.Object({
  id: DigestId,
  dashboardId: Type.Optional(DashboardId),
  reportId: Type.Optional(ReportId),
  every: schedule.every,
  weekday: Type.Integer(),
  hour: Type.Integer(),
  enabled: Type.Boolean(),
  to: Type.Union([
    Type.Object({
      recipients: Type.Array(
        Type.Object({
          memberId: Type.Optional(MemberId),
          address: Type.String(),
          /** They said that they want no more of these. */
          left: Type.Boolean()
        })
      )
    }),
    Type.Object({ webhook: Type.String() })
  ]),
  nextAt: Type.Optional(Instant),
  last: Type.Optional(
    Type.Object({
      period: Type.String(),
      status: Type.Enum(['waiting', 'sent', 'given up']),
      at: Type.Optional(Instant),
      reason: Type.Optional(Type.String())
    })
  ),
  createdAt: Instant,
  updatedAt: Instant
})
export type Digest = Static<typeof Digest>
/** `webhookSecret` is shown this once: what is posted is signed with it (standardwebhooks.com). */
export const DigestCreated = Type.Object({ ...Digest.properties, webhookSecret: Type.Optional(Type.String()) })
export type DigestCreated = Static<typeof DigestCreated>
export const DigestsQuery = Type.Object({
  dashboardId: Type.Optional(DashboardId),
  reportId: Type.Optional(ReportId)
})
/** Where a test went: to the member who asked for it, or to the webhook. */
export const DigestTested = Type.Object({ to: Type.String() })
