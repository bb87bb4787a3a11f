import type { TrendAnswer, TrendLine, TrendSeries } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { NotedChart } from '../../../analytics/annotations/noted-chart.tsx'
import { AsOf } from '../../../analytics/as-of.tsx'
import { AskBar } from '../../../analytics/ask-bar.tsx'
import { BreakdownSelect, fieldWords } from '../../../analytics/choice/breakdown-select.tsx'
import { choiceWords } from '../../../analytics/choice/choice-words.ts'
import { Report } from '../../../analytics/report.tsx'
import { SaveExport } from '../../../analytics/save-export/save-export.tsx'
import { UnitSelect } from '../../../analytics/unit-select.tsx'
import { useAsked } from '../../../analytics/use-asked.ts'
import { Select } from '../../../ui/field.tsx'
import { Skeleton } from '../../../ui/states.tsx'
import { valueWords } from '../../../words/values.ts'
import { rowFilter, toggled } from '../overview/row-filter.ts'
import { SeriesEditor } from './series-editor.tsx'
import { seriesWords } from './series-words.ts'
import { drawingOf } from './trend-lines.ts'
import { TrendTotals } from './trend-totals.tsx'
import { seriesOf, seriesText, type TrendsAddress } from './trends-address.ts'
import { trendQuery } from './trends-data.ts'

const route = getRouteApi('/app/analytics/trends')
const averages = ['3', '7', '14', '28']

export function TrendsPage() {
  const address: TrendsAddress = route.useSearch()
  const asked = useAsked()
  const series = seriesOf(address.series)
  const question = {
    ...asked.question,
    series: [...series],
    ...asked.comparison,
    ...(address.unit && { unit: address.unit }),
    ...(address.by && { breakdown: address.by }),
    ...(address.average && { movingAverage: Number(address.average) })
  }
  const asking = trendQuery(question)
  const trend = useQuery(asking)
  const change = (next: Partial<TrendsAddress>) => asked.change(next)
  return (
    <>
      <AskBar actions={<SaveExport kind="trend" question={question} name="Trend" />} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex flex-col gap-5 p-4 md:p-5">
          <SeriesEditor
            series={series}
            hasSigns={address.by === undefined}
            onChange={next => change({ series: seriesText(next) })}
          />
          <div className="flex flex-wrap items-center gap-2">
            <BreakdownSelect value={address.by} onChange={by => change({ by })} />
            <UnitSelect value={address.unit} answered={trend.data?.unit} onChange={unit => change({ unit })} />
            <Select
              aria-label="Moving average"
              className="w-40"
              value={address.average ?? ''}
              onChange={event => change({ average: event.target.value || undefined })}
            >
              <option value="">No average</option>
              {[...new Set([...averages, ...(address.average ? [address.average] : [])])].map(over => (
                <option key={over} value={over}>
                  Average of {over} points
                </option>
              ))}
            </Select>
          </div>
          <Report query={trend} queryKey={asking.queryKey} what="The trend" skeleton={<TrendSkeleton />}>
            {answer => (
              <Trend
                answer={answer}
                series={series}
                by={address.by}
                before={asked.comparison.against === 'year' ? 'the same days of the year before' : 'the time before'}
                onChoose={value => asked.filter(toggled(asked.filters, rowFilter({ field: address.by ?? '' }, value)))}
                average={address.average === undefined ? undefined : Number(address.average)}
              />
            )}
          </Report>
        </div>
      </div>
    </>
  )
}

type TrendProps = {
  answer: TrendAnswer
  series: readonly TrendSeries[]
  by: string | undefined
  /** What it is compared with. */
  before: string
  /** A value of the breakdown is what the trend is narrowed to, until it is chosen again. */
  onChoose: (value: string) => void
  average: number | undefined
}

function Trend({ answer, series, by, before, onChoose, average }: TrendProps) {
  const nameOf = (line: TrendLine) => {
    const one = series[line.series]
    const counted = one ? seriesWords(one) : line.label
    if (line.value === undefined && !line.isRest) {
      const words = one ? choiceWords(one) : line.label
      // Two ways to count the same event are told apart at their ends too.
      const isAlone = series.filter(other => choiceWords(other) === words).length === 1
      return { name: counted, short: isAlone ? words : counted }
    }
    const raw = line.value ?? ''
    const value = line.isRest ? 'All others' : valueWords(by ?? '', raw)
    return { name: series.length === 1 ? value : `${value}: ${counted}`, short: value }
  }
  const { named, lines, table, kind, isRunning } = drawingOf(answer, series, nameOf, average)
  const [first] = series
  const title = series.length === 1 && first ? seriesWords(first) : `${series.length} series`
  const isEmpty = named.every(({ total }) => (total ?? 0) === 0)
  const notes = [
    ...(by === undefined ? [] : [`By ${fieldWords(by).toLowerCase()}.`]),
    ...(average === undefined ? [] : [`Strong lines: each point and the ${average - 1} before it, on average.`]),
    ...(lines.some(({ previous }) => previous) ? [`Dotted: ${before}.`] : []),
    ...(isEmpty ? ['Nothing of it happened in this time: choose a longer time, or another event.'] : [])
  ]
  return (
    <div className="flex flex-col gap-4">
      <NotedChart
        range={answer.range}
        title={title}
        note={notes.join(' ')}
        table={table}
        label={title}
        buckets={answer.buckets}
        unit={answer.unit}
        lines={lines}
        kind={kind}
        isRunning={isRunning}
        height={340}
      />
      {named.length > 0 && <TrendTotals lines={named} kind={kind} {...(by !== undefined && { onChoose })} />}
      <AsOf range={answer.range} />
    </div>
  )
}

const TrendSkeleton = () => (
  <div className="flex flex-col gap-4">
    <Skeleton className="h-5 w-64" />
    <Skeleton className="h-80" />
    <Skeleton className="h-24 rounded-md" />
  </div>
)
