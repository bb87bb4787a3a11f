import {
  type ConversationsAnswer,
  type FunnelAnswer,
  type OverviewAnswer,
  type PathsAnswer,
  type ReportKind,
  type RequestsSummary,
  type RetentionAnswer,
  type TopAnswer,
  type TrendAnswer,
  valueName
} from '@foyer/protocol'

export type FigureKind = 'count' | 'share' | 'seconds'
export type DigestFigure = { label: string; value: number | null; previous?: number; kind: FigureKind }

/** A mail is read at a glance. */
const mostRows = 12

const figure = (
  label: string,
  value: number | null | undefined,
  previous: number | null | undefined,
  kind: FigureKind = 'count'
): DigestFigure => ({
  label,
  value: value ?? null,
  ...(previous === undefined || previous === null ? {} : { previous }),
  kind
})

const overview = ({ total, previous }: OverviewAnswer) => [
  figure('Visitors', total.visitors, previous?.total.visitors),
  figure('Visits', total.visits, previous?.total.visits),
  figure('Page views', total.views, previous?.total.views),
  figure('Bounce rate', total.bounceRate, previous?.total.bounceRate, 'share'),
  figure('Time of a visit', total.visitSeconds, previous?.total.visitSeconds, 'seconds'),
  figure('Conversations', total.conversations, previous?.total.conversations),
  figure('Conversions', total.conversions, previous?.total.conversions)
]

const conversations = ({ total, previous }: ConversationsAnswer) => [
  figure('Started', total.started, previous?.started),
  figure('Resolved', total.resolved, previous?.resolved),
  figure('Median first reply', total.firstReplyMedian, previous?.firstReplyMedian, 'seconds'),
  figure('Median until resolved', total.resolutionMedian, previous?.resolutionMedian, 'seconds'),
  figure('Satisfied', total.satisfied, previous?.satisfied, 'share'),
  figure('Unanswered', total.unanswered, previous?.unanswered)
]

const valueText = (property: string, value: string) => valueName(property, value) || 'not known'

/** What a digest says of a report. */
const figuresOf: { [Kind in ReportKind]: (answer: never) => DigestFigure[] } = {
  overview,
  conversations,
  trend: ({ lines, breakdown }: TrendAnswer) =>
    lines.map(line => {
      const part = breakdown === undefined ? [] : [line.isRest ? 'other' : valueText(breakdown, line.value ?? '')]
      return figure([line.label, ...part].join(', '), line.total, line.previous?.total)
    }),
  top: ({ dimension, items }: TopAnswer) =>
    items.map(item => figure(valueText(dimension, item.value), item.visitors, item.previous?.visitors)),
  funnel: ({ steps, conversion, compared }: FunnelAnswer) => [
    figure('Converted', conversion, compared?.conversion, 'share'),
    ...steps.map((step, index) => figure(`${index + 1}. ${step.label}`, step.count, compared?.steps[index]?.count))
  ],
  retention: ({ unit, curve }: RetentionAnswer) =>
    curve.rates.map((rate, period) => figure(`${unit} ${period}`, rate, undefined, 'share')),
  requests: ({ total }: RequestsSummary) => [
    figure('Requests', total.requests, undefined),
    figure('Answered with 4xx', total.clientErrors, undefined),
    figure('Answered with 5xx', total.serverErrors, undefined),
    figure('Median, ms', total.p50, undefined),
    figure('19 of 20 within, ms', total.p95, undefined)
  ],
  paths: ({ links }: PathsAnswer) => links.map(link => figure(`${link.from} → ${link.to}`, link.visits, undefined))
}

export const digestFigures = (kind: ReportKind, answer: Record<string, unknown>): DigestFigure[] =>
  figuresOf[kind](answer as never).slice(0, mostRows)

const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 })
const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 })
const points = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1, signDisplay: 'exceptZero' })
const change = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' })

function secondsText(value: number): string {
  const seconds = Math.round(value)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const texts: Record<FigureKind, (value: number) => string> = {
  count: value => number.format(value),
  share: value => percent.format(value),
  seconds: secondsText
}
export const figureText = (value: number | null, kind: FigureKind): string =>
  value === null ? '—' : texts[kind](value)

/** "+12%, 340 before": nothing to be divided by is only said. A share moves by points, as on the pages. */
export function changeText({ value, previous, kind }: DigestFigure): string {
  if (previous === undefined || value === null) return ''
  const before = `${texts[kind](previous)} before`
  if (kind === 'share') return `${points.format((value - previous) * 100)} points, ${before}`
  return previous === 0 ? before : `${change.format((value - previous) / previous)}, ${before}`
}
