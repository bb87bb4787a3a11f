import { type Static, Type } from 'typebox'
import { Instant } from './ids.ts'

/** How mail leaves this installation, and what became of this workspace's in the last 30 days. */
export const MailState = Type.Object({
  way: Type.Union([
    Type.Object({ kind: Type.Literal('smtp'), server: Type.String() }),
    /** No mail server is set: it is written down, and nobody gets it. */
    Type.Object({ kind: Type.Literal('file'), path: Type.String() })
  ]),
  from: Type.String(),
  waiting: Type.Integer(),
  sent: Type.Integer(),
  givenUp: Type.Integer(),
  /** The latest that failed: given up, or tried again at `at`. */
  failures: Type.Array(
    Type.Object({
      recipient: Type.String(),
      status: Type.Enum(['waiting', 'given up']),
      reason: Type.String(),
      at: Instant
    })
  )
})
export type MailState = Static<typeof MailState>

export const noticeChoices = ['never', 'mine', 'all'] as const
export type NoticeChoice = (typeof noticeChoices)[number]
/** What a member is mailed: nothing, what is theirs and mentions of them, or also what is nobody's. */
export const NoticePreference = Type.Object({ mail: Type.Enum([...noticeChoices]) })
export type NoticePreference = Static<typeof NoticePreference>
