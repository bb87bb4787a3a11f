import type { ConversationFigures } from '@foyer/protocol'
import type { ReactNode } from 'react'
import { type FigureKind, figureText } from '../../../charts/figure-text.ts'
import { count } from '../../../words/numbers.ts'

type Props = { total: ConversationFigures; previous: ConversationFigures | undefined }

/** What a team asks first: how many, how soon, how well. */
export function ConversationFiguresRow({ total, previous }: Props) {
  const one = (label: string, name: keyof ConversationFigures, kind: FigureKind, note?: ReactNode) => (
    <Figure label={label} value={total[name]} before={previous?.[name]} kind={kind} note={note} />
  )
  const answered = total.byTeam + total.byResponder
  return (
    <dl className="grid grid-cols-2 gap-x-5 gap-y-4 sm:grid-cols-3 xl:grid-cols-6">
      {one('Started', 'started', 'count')}
      {one('Resolved', 'resolved', 'count')}
      {one('First reply, half within', 'firstReplyMedian', 'seconds', slower(total.firstReplyP90))}
      {one('Resolution, half within', 'resolutionMedian', 'seconds', slower(total.resolutionP90))}
      {one('Satisfied', 'satisfied', 'share', `${count(total.rated)} rated`)}
      {one(
        'Unanswered',
        'unanswered',
        'count',
        `${count(answered)} answered: ${count(total.byTeam)} by people, ${count(total.byResponder)} by the responder`
      )}
    </dl>
  )
}

const slower = (p90: number | undefined) =>
  p90 === undefined ? undefined : `9 of 10 within ${figureText(p90, 'seconds')}`

type FigureProps = {
  label: string
  value: number | undefined
  before: number | undefined
  kind: FigureKind
  note: ReactNode
}

function Figure({ label, value, before, kind, note }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-faint">{label}</dt>
      <dd className="text-xl font-medium">{value === undefined ? '—' : figureText(value, kind)}</dd>
      {before !== undefined && <dd className="text-xs text-ink-soft">{figureText(before, kind)} before</dd>}
      {note && <dd className="text-xs text-ink-faint">{note}</dd>}
    </div>
  )
}
