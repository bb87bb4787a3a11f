import { createHash } from 'node:crypto'
import type { SavedRange } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import type { Questions } from '../question.ts'
import type { SavedContext } from './context.ts'
import { createKept } from './kept.ts'
import { kindOf } from './kinds.ts'
import { daysOf } from './range.ts'
import type { ReportRow } from './reports.ts'

export type Answered = Pick<ReportRow, 'kind' | 'range' | 'question'>

/** Asks what was saved: a range that moves on becomes days of the workspace's calendar, and the answer is shared for a while. */
export function createAnswers(context: Pick<SavedContext, 'sql' | 'clock' | 'requestLogDays'>, asking: Questions) {
  const shared = createKept(context.clock)

  async function timezoneOf(workspaceId: string): Promise<string> {
    const [row] = await context.sql<{ timezone: string }[]>`SELECT timezone FROM workspaces WHERE id = ${workspaceId}`
    if (!row) throw new AppError('not_found', 'There is no such workspace.')
    return row.timezone
  }

  return {
    async questionOf(workspaceId: string, report: Answered, range: SavedRange = report.range) {
      const { question } = report
      const timezone = typeof question.timezone === 'string' ? question.timezone : await timezoneOf(workspaceId)
      return { ...question, timezone, ...daysOf(range, context.clock().getTime(), timezone) }
    },
    async answer(workspaceId: string, report: Answered, range: SavedRange = report.range) {
      const question = await this.questionOf(workspaceId, report, range)
      const key = createHash('sha256')
        .update(JSON.stringify([workspaceId, report.kind, question]))
        .digest('base64')
      // Shared by all who look, so it holds what each of them may see.
      const from = { sql: context.sql, mayReadWords: false, requestLogDays: context.requestLogDays }
      return shared(key, async () =>
        kindOf(report.kind).answer(await asking({ workspaceId }, question), question, from)
      )
    }
  }
}

export type Answers = ReturnType<typeof createAnswers>
