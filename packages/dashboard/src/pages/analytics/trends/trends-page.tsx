import type { TrendAnswer, TrendLine, TrendSeries } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { AsOf } from '../../../analytics/as-of.tsx'
import { AskBar } from '../../../analytics/ask-bar.tsx'
import { Report } from '../../../analytics/report.tsx'
import { SaveExport } from '../../../analytics/save-export/save-export.tsx'
import { UnitSelect } from '../../../analytics/unit-select.tsx'
import { useAsked } from '../../../analytics/use-asked.ts'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { Lines } from '../../../charts/lines.tsx'
import { Skeleton } from '../../../ui/states.tsx'
import { drawingOf } from './trend-lines.ts'
import { aggregateWords, seriesOf, type TrendsAddress } from './trends-address.ts'
import { trendQuery } from './trends-data.ts'

const route = getRouteApi('/app/analytics/trends')

export function TrendsPage() {
  const address: TrendsAddress = route.useSearch()
  const asked = useAsked()
  const series = seriesOf(address.series)
  const question = {
    ...asked.question,
    series: [...series],
    compare: asked.isComparing,
    ...(address.unit && { unit: address.unit })
  }
  const asking = trendQuery(question)
  const trend = useQuery(asking)
  const change = (next: Partial<TrendsAddress>) => asked.change(next)
  return (
    <>
      <AskBar actions={<SaveExport kind="trend" question={question} name="Trend" />}>
        <UnitSelect value={address.unit} answered={trend.data?.unit} onChange={unit => change({ unit })} />
      </AskBar>
      <div className="min-h-0 flex-1 overflow-y-auto p-4 md:p-5">
        <Report
          query={trend}
          queryKey={asking.queryKey}
          what="The trend"
          skeleton={
            <div className="flex flex-col gap-3">
              <Skeleton className="h-5 w-40" />
              <Skeleton className="h-80" />
            </div>
          }
        >
          {answer => <Trend answer={answer} series={series} average={undefined} />}
        </Report>
      </div>
    </>
  )
}

type TrendProps = { answer: TrendAnswer; series: readonly TrendSeries[]; average: number | undefined }

function Trend({ answer, series, average }: TrendProps) {
  const nameOf = (line: TrendLine) => {
    const one = series[line.series]
    const words = aggregateWords[one?.aggregate ?? 'count']
    const counted = one?.property === undefined ? words : `${words} ${one.property}`
    return `${line.label}: ${counted.toLowerCase()}`
  }
  const { lines, table, kind, isRunning } = drawingOf(answer, series, nameOf, average)
  return (
    <div className="flex flex-col gap-4">
      <ChartFrame title={lines.length === 1 ? (lines[0]?.label ?? 'Trend') : 'Trend'} table={table}>
        <Lines
          label={lines.length === 1 ? (lines[0]?.label ?? 'Trend') : 'Trend'}
          buckets={answer.buckets}
          unit={answer.unit}
          timezone={answer.range.timezone}
          lines={lines}
          kind={kind}
          isRunning={isRunning}
          height={340}
        />
      </ChartFrame>
      <AsOf range={answer.range} />
    </div>
  )
}
