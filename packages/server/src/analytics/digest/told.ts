import type { ReportKind, TileNote } from '@foyer/protocol'
import { AppError, toPublic } from '../../http/index.ts'
import { listAnnotations } from '../annotations/annotations.ts'
import type { Answers } from '../saved/answer.ts'
import { tilesOf } from '../saved/dashboards.ts'
import { reportIn } from '../saved/reports.ts'
import { listsPeople, withoutPeople } from '../saved/without-people.ts'
import type { DigestContext } from './context.ts'
import type { DigestRow } from './digests.ts'
import type { Due } from './due.ts'
import { type DigestFigure, digestFigures } from './figures.ts'

export type ToldReport = { name: string; kind: ReportKind; figures: DigestFigure[]; note?: string }
/** `notes`: what the team wrote onto these days, the first one first. */
export type Told = { name: string; url: string; reports: ToldReport[]; notes: TileNote[] }

type Asked = { name: string; kind: ReportKind; question: Record<string, unknown> }
const comparing: ReadonlySet<ReportKind> = new Set(['overview', 'top', 'trend', 'conversations'])

/** What there is to tell of a period: the figures of each report for its days, beside those of as many days before. */
export async function toldBy(
  context: Pick<DigestContext, 'sql' | 'publicUrl'>,
  answers: Answers,
  digest: Pick<DigestRow, 'workspaceId' | 'dashboardId' | 'reportId' | 'timezone'>,
  due: Due,
  isStopping: () => boolean
): Promise<Told> {
  const { sql } = context
  const { workspaceId, dashboardId, reportId } = digest
  const { items } = await listAnnotations(sql, workspaceId, { from: due.from, to: due.to, timezone: digest.timezone })
  const notes = items.toReversed().map(({ at, text }) => ({ at, text }))
  const base = context.publicUrl.replace(/\/+$/, '')
  if (dashboardId === null) {
    const report = await reportIn(sql, workspaceId, reportId ?? '')
    const reports = [await toldOf(answers, workspaceId, report, due)]
    return { name: report.name, url: `${base}/analytics/reports/${toPublic('rep', report.id)}`, reports, notes }
  }
  const [dashboard] = await sql<{ name: string }[]>`
    SELECT name FROM dashboards WHERE id = ${dashboardId} AND workspace_id = ${workspaceId}`
  const reports: ToldReport[] = []
  // One after another: a digest is in no hurry, and whoever looks at a page is.
  for (const tile of await tilesOf(sql, workspaceId, dashboardId)) {
    if (isStopping()) throw new Error('the server is stopping')
    reports.push(await toldOf(answers, workspaceId, tile, due))
  }
  return {
    name: dashboard?.name ?? '',
    url: `${base}/analytics/dashboards/${toPublic('dsh', dashboardId)}`,
    reports,
    notes
  }
}

async function toldOf(answers: Answers, workspaceId: string, report: Asked, { from, to }: Due): Promise<ToldReport> {
  const { name, kind, question } = report
  if (listsPeople(question)) return { name, kind, figures: [], note: 'It counts by person, and is not sent by mail.' }
  const compared = {
    ...question,
    ...(comparing.has(kind) ? { compare: true, against: 'previous' } : {}),
    ...(kind === 'funnel' ? { compare: 'previous' } : {})
  }
  try {
    const answer = await answers.answer(workspaceId, { kind, question: compared, range: { from, to } })
    return { name, kind, figures: digestFigures(kind, withoutPeople(kind, answer)) }
  } catch (fault) {
    // One question that cannot be asked any more holds up none of the others; a store that is away holds up all.
    if (!(fault instanceof AppError) || fault.code === 'too_many_requests') throw fault
    return { name, kind, figures: [], note: fault.message }
  }
}
