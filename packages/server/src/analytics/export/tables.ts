import type {
  ConversationsAnswer,
  FunnelAnswer,
  OverviewAnswer,
  PathsAnswer,
  ReportKind,
  RetentionAnswer,
  TopAnswer,
  TrendAnswer
} from '@foyer/protocol'
import type { Cell, Column, Table } from './cells.ts'
import { figureNames } from './figures.ts'

const text = (name: string): Column => ({ name, type: 'text' })
const number = (name: string): Column => ({ name, type: 'number' })
const whole = (name: string): Column => ({ name, type: 'whole' })
const cell = (value: Cell | undefined): Cell => value ?? null
const restOr = (one: { isRest?: boolean; value?: string }) => (one.isRest ? '(other)' : (one.value ?? ''))

/** Of the request log, what is exported is the log itself. */
export type TableKind = Exclude<ReportKind, 'requests'>

/** An answer as rows and columns: what the page shows in words and curves, cell by cell. */
export const tablesOf: { [Kind in TableKind]: (answer: never) => Table[] } = {
  overview: ({ total, points, buckets, previous }: OverviewAnswer) => [
    {
      name: 'figures',
      columns: [text('figure'), number('value'), number('previous')],
      rows: figureNames.map(name => [name, total[name], cell(previous?.total[name])])
    },
    {
      name: 'points',
      columns: [text('bucket'), ...figureNames.map(number)],
      rows: points.map((point, index) => [cell(buckets[index]), ...figureNames.map(name => point[name])])
    }
  ],
  top: ({ items }: TopAnswer) => [
    {
      name: 'values',
      columns: [
        text('value'),
        text('country'),
        ...['visitors', 'visits', 'count'].map(whole),
        number('bounceRate'),
        ...['previousVisitors', 'previousVisits', 'previousCount'].map(whole)
      ],
      rows: items.map(item => [
        item.value,
        item.country ?? '',
        item.visitors,
        cell(item.visits),
        item.count,
        cell(item.bounceRate),
        cell(item.previous?.visitors),
        cell(item.previous?.visits),
        cell(item.previous?.count)
      ])
    }
  ],
  trend: ({ buckets, lines }: TrendAnswer) => [
    {
      name: 'points',
      columns: [text('bucket'), text('series'), text('value'), number('figure'), number('previous')],
      rows: lines.flatMap(line =>
        buckets.map((bucket, index) => [
          bucket,
          line.label,
          restOr(line),
          cell(line.points[index]),
          cell(line.previous?.points[index])
        ])
      )
    },
    {
      name: 'totals',
      columns: [text('series'), text('value'), number('figure'), number('previous')],
      rows: lines.map(line => [line.label, restOr(line), line.total, cell(line.previous?.total)])
    }
  ],
  funnel: (answer: FunnelAnswer) => {
    const columns = [
      whole('step'),
      text('label'),
      whole('people'),
      number('rate'),
      number('rateFromPrevious'),
      whole('dropped'),
      number('medianSeconds'),
      number('averageSeconds')
    ]
    const rowsOf = ({ steps }: Pick<FunnelAnswer, 'steps'>) =>
      steps.map((step, index): Cell[] => [
        index + 1,
        step.label,
        step.count,
        step.rate,
        step.rateFromPrevious,
        step.dropped,
        cell(step.medianSeconds),
        cell(step.averageSeconds)
      ])
    return [
      { name: 'steps', columns, rows: rowsOf(answer) },
      {
        name: 'breakdown',
        columns: [text('value'), ...columns],
        rows: (answer.breakdown ?? []).flatMap(part => rowsOf(part).map(row => [restOr(part), ...row]))
      },
      {
        name: 'overTime',
        columns: [text('bucket'), whole('entered'), whole('converted'), number('rate')],
        rows: (answer.overTime ?? []).map(one => [one.bucket, one.entered, one.converted, one.rate])
      },
      {
        name: 'compared',
        columns,
        rows: answer.compared ? rowsOf(answer.compared) : []
      },
      {
        name: 'timeToConvert',
        columns: [number('fromSeconds'), number('toSeconds'), whole('people')],
        rows: answer.timeToConvert.buckets.map(one => [one.fromSeconds, one.toSeconds, one.people])
      }
    ]
  },
  retention: ({ cohorts, curve, breakdown }: RetentionAnswer) => {
    const periods = Math.max(0, ...cohorts.map(cohort => cohort.returned.length))
    const later = Array.from({ length: periods }, (_none, period) => period)
    return [
      {
        name: 'cohorts',
        columns: [text('start'), whole('size'), ...later.map(period => whole(`period${period}`))],
        rows: cohorts.map(({ start, size, returned }) => [start, size, ...later.map(period => cell(returned[period]))])
      },
      {
        name: 'curve',
        columns: [whole('period'), number('rate')],
        rows: curve.rates.map((rate, period) => [period, rate])
      },
      {
        name: 'breakdown',
        columns: [text('value'), whole('size'), whole('period'), number('rate')],
        rows: (breakdown ?? []).flatMap(part =>
          part.rates.map((rate, period): Cell[] => [restOr(part), part.size, period, rate])
        )
      }
    ]
  },
  paths: ({ links, nodes }: PathsAnswer) => [
    {
      name: 'links',
      columns: [whole('level'), text('from'), text('to'), whole('visits')],
      rows: links.map(link => [link.level, link.from, link.to, link.visits])
    },
    {
      name: 'nodes',
      columns: [whole('level'), text('name'), whole('visits'), whole('ended')],
      rows: nodes.map(node => [node.level, node.isRest ? '(other)' : node.name, node.visits, node.ended])
    }
  ],
  conversations: (answer: ConversationsAnswer) => {
    const names = [
      'started',
      'resolved',
      'firstReplyMedian',
      'firstReplyP90',
      'resolutionMedian',
      'resolutionP90',
      'rated',
      'satisfied',
      'ratingAverage',
      'byResponder',
      'byTeam',
      'unanswered'
    ] as const
    const groups = (name: string, parts: ConversationsAnswer['byMember']): Table => ({
      name,
      columns: [text('value'), ...names.map(number)],
      rows: parts.map(part => [part.label, ...names.map(figure => cell(part[figure]))])
    })
    return [
      {
        name: 'figures',
        columns: [text('figure'), number('value'), number('previous')],
        rows: names.map(name => [name, cell(answer.total[name]), cell(answer.previous?.[name])])
      },
      {
        name: 'points',
        columns: [text('bucket'), ...['started', 'resolved', 'unanswered'].map(whole)],
        rows: answer.points.map((point, index) => [
          cell(answer.buckets[index]),
          point.started,
          point.resolved,
          point.unanswered
        ])
      },
      groups('members', answer.byMember),
      groups('sources', answer.bySource),
      groups('countries', answer.byCountry),
      {
        name: 'week',
        columns: [whole('weekday'), whole('hour'), whole('started')],
        rows: answer.week.flatMap((hours, day) => hours.map((started, hour): Cell[] => [day + 1, hour, started]))
      },
      {
        name: 'ratings',
        columns: [whole('rating'), whole('given')],
        rows: answer.ratings.map((given, index): Cell[] => [index + 1, given])
      },
      {
        name: 'questions',
        columns: [text('at'), text('conversation'), text('text')],
        rows: answer.unansweredQuestions.map(one => [one.at, one.conversationId, one.text])
      }
    ]
  }
}
