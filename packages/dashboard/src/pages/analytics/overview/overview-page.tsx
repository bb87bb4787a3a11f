import type { OverviewAnswer } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { AsOf } from '../../../analytics/as-of.tsx'
import { AskBar } from '../../../analytics/ask-bar.tsx'
import { Report } from '../../../analytics/report.tsx'
import { SaveExport } from '../../../analytics/save-export/save-export.tsx'
import { UnitSelect } from '../../../analytics/unit-select.tsx'
import { useAsked } from '../../../analytics/use-asked.ts'
import { begun } from '../../../charts/buckets.ts'
import { usePlainKeys } from '../../../shell/keys.ts'
import { Skeleton } from '../../../ui/states.tsx'
import { plainText } from '../../../words/people.ts'
import { ConversionChoice, ConversionSelect } from './conversion-choice.tsx'
import { FigureChart } from './figure-chart.tsx'
import { FigureRow, FigureRowSkeleton } from './figure-row.tsx'
import { shownFigures } from './figures.ts'
import { HalfHour } from './half-hour.tsx'
import { cards, type Dimension, listOf } from './lists.ts'
import { NothingHere } from './nothing-here.tsx'
import type { OverviewAddress } from './overview-address.ts'
import { overviewQuery, queryOf } from './overview-data.ts'
import { TopCard } from './top-card.tsx'
import { WholeList } from './whole-list.tsx'

const route = getRouteApi('/app/analytics/')

export function OverviewPage() {
  const address: OverviewAddress = route.useSearch()
  const asked = useAsked()
  const query = queryOf(asked, address.conversion)
  const question = { ...query, ...(address.unit && { unit: address.unit }) }
  const asking = overviewQuery(question)
  const overview = useQuery(asking)
  const change = (next: Partial<OverviewAddress>) => asked.change(next)
  const front = (address.tabs ?? '').split('.')
  const openList = listOf(address.list)
  usePlainKeys((key, event) => {
    if (key !== 'Escape' || asked.filters.length === 0) return
    event.preventDefault()
    asked.filter([])
  })
  const bringForward = (dimension: Dimension, of: readonly { dimension: Dimension }[]) => {
    const others = front.filter(name => name !== '' && !of.some(one => one.dimension === name))
    const isFirst = of[0]?.dimension === dimension
    change({ tabs: [...others, ...(isFirst ? [] : [dimension])].join('.') || undefined })
  }
  return (
    <>
      <AskBar actions={<SaveExport kind="overview" question={question} name="Overview" />} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex flex-col gap-5 p-4 md:p-5">
          <Report query={overview} queryKey={asking.queryKey} what="The overview" skeleton={<OverviewSkeleton />}>
            {answer =>
              isNothing(answer) ? (
                <NothingHere filters={asked.filters} onClear={() => asked.filter([])} />
              ) : (
                <Told answer={answer} address={address} change={change} />
              )
            }
          </Report>
          <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
            {cards.map(card => {
              const list = card.lists.find(({ dimension }) => front.includes(dimension)) ?? card.lists[0]
              return list ? (
                <TopCard
                  key={card.name}
                  card={card}
                  list={list}
                  query={query}
                  filters={asked.filters}
                  onList={dimension => bringForward(dimension, card.lists)}
                  onFilter={asked.filter}
                  onOpen={dimension => change({ list: dimension })}
                />
              ) : null
            })}
            <HalfHour
              part={address.now ?? 'pages'}
              onPart={now => change({ now: now === 'pages' ? undefined : now })}
            />
          </div>
          {overview.data && <AsOf range={overview.data.range} />}
        </div>
      </div>
      {openList && (
        <WholeList
          key={openList.dimension}
          list={openList}
          query={query}
          search={address.search}
          sort={address.sort}
          filters={asked.filters}
          onSearch={search => change({ search })}
          onSort={sort => change({ sort })}
          onFilter={asked.filter}
          onClose={() => change({ list: undefined, search: undefined, sort: undefined })}
        />
      )}
    </>
  )
}

const isNothing = ({ total }: OverviewAnswer) => total.visits === 0 && total.views === 0 && total.conversations === 0

type ToldProps = {
  answer: OverviewAnswer
  address: OverviewAddress
  change: (next: Partial<OverviewAddress>) => void
}

function Told({ answer, address, change }: ToldProps) {
  const { figure = 'visitors', conversion } = address
  const choose = (event: string | undefined) => change({ conversion: event, figure: 'conversions' })
  const title =
    figure === 'conversions' && conversion !== undefined ? plainText(conversion) : shownFigures[figure].label
  return (
    <div className="flex flex-col gap-5">
      <FigureRow
        answer={answer}
        begun={begun(answer.buckets, answer.unit, answer.range).count}
        hasConversion={conversion !== undefined}
        chosen={figure}
        onChoose={name => change({ figure: name === 'visitors' ? undefined : name })}
      />
      {figure === 'conversions' && conversion === undefined ? (
        <ConversionChoice onChoose={choose} />
      ) : (
        <FigureChart
          answer={answer}
          figure={figure}
          title={title}
          actions={
            <>
              {figure === 'conversions' && <ConversionSelect value={conversion} onChange={choose} />}
              <UnitSelect value={address.unit} answered={answer.unit} onChange={unit => change({ unit })} />
            </>
          }
        />
      )}
    </div>
  )
}

const OverviewSkeleton = () => (
  <div className="flex flex-col gap-5">
    <FigureRowSkeleton />
    <div className="flex flex-col gap-2">
      <Skeleton className="h-5 w-28" />
      <Skeleton className="h-4 w-72" />
      <Skeleton className="h-60" />
    </div>
  </div>
)
