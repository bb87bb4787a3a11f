import type { Filter, OverviewQuery, TopAnswer } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { lazyPage } from '../../../shell/lazy-page.tsx'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { useRoving } from '../../../ui/use-roving.ts'
import { countryName } from '../../../words/countries.ts'
import { count } from '../../../words/numbers.ts'
import type { Card, Dimension, List } from './lists.ts'
import { topQuery } from './overview-data.ts'
import { isFilteredBy, rowFilter, toggled } from './row-filter.ts'
import { countedWords, TopRows } from './top-rows.tsx'

const WorldMap = lazyPage(() => import('../../live/world-map.tsx'), 'WorldMap')

const shownRows = 8
const rowsUnderMap = 4
/** There are 249 countries, and whoever is in one of them stands on the map. */
const mapped = 250

type Props = {
  card: Card
  list: List
  query: OverviewQuery
  filters: readonly Filter[]
  onList: (dimension: Dimension) => void
  onFilter: (filters: Filter[]) => void
  onOpen: (dimension: Dimension) => void
}

/** One of the cards below the chart: its lists as tabs, the first rows of the one in front. */
export function TopCard({ card, list, query, filters, onList, onFilter, onOpen }: Props) {
  const hasMap = list.dimension === 'country'
  const top = useQuery(
    topQuery({ ...query, dimension: list.dimension, limit: hasMap ? mapped : shownRows, visits: false })
  )
  return (
    <section
      aria-label={card.title}
      aria-busy={top.isFetching}
      className="flex min-w-0 flex-col gap-2 rounded-md border border-line p-3"
    >
      <div className="flex items-start gap-2">
        <CardTabs card={card} list={list} onList={onList} />
        <span aria-hidden className="shrink-0 pr-2 text-xs leading-7 text-ink-faint">
          {countedWords[list.counted]}
        </span>
      </div>
      <div className="flex min-h-59 flex-col">
        {top.data && top.data.dimension === list.dimension ? (
          <Rows {...{ list, filters, onFilter, onOpen }} answer={top.data} isStale={top.isPlaceholderData} />
        ) : top.isError ? (
          <Failure isCompact fault={top.error} what={list.label} onRetry={() => void top.refetch()} />
        ) : (
          <RowsSkeleton what={list.label} />
        )}
      </div>
    </section>
  )
}

function CardTabs({ card, list, onList }: Pick<Props, 'card' | 'list' | 'onList'>) {
  const { onKeyDown, stop } = useRoving(
    card.lists.map(({ dimension }) => dimension),
    'row'
  )
  if (card.lists.length === 1) return <h2 className="min-w-0 flex-1 px-2 text-sm font-medium">{list.label}</h2>
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset lays its children out by rules of its own
    <div
      role="group"
      aria-label={`Lists of ${card.title.toLowerCase()}`}
      onKeyDown={onKeyDown}
      className="flex min-w-0 flex-1 flex-wrap gap-0.5"
    >
      {card.lists.map(({ dimension, label }) => (
        <button
          key={dimension}
          type="button"
          {...stop(dimension)}
          aria-pressed={dimension === list.dimension}
          onClick={() => onList(dimension)}
          className={classes(
            'h-7 shrink-0 rounded-sm px-2 text-sm whitespace-nowrap transition-colors outline-offset-[-2px]',
            dimension === list.dimension ? 'font-medium text-ink' : 'text-ink-faint hover:bg-hover hover:text-ink'
          )}
        >
          {label}
        </button>
      ))}
    </div>
  )
}

type RowsProps = Pick<Props, 'list' | 'filters' | 'onFilter' | 'onOpen'> & { answer: TopAnswer; isStale: boolean }

function Rows({ list, answer, isStale, filters, onFilter, onOpen }: RowsProps) {
  if (answer.items.length === 0)
    return <p className="flex flex-1 items-center justify-center text-sm text-ink-soft">{list.nothing} in this time.</p>
  const hasMap = list.dimension === 'country'
  const rows = answer.items.slice(0, hasMap ? rowsUnderMap : shownRows)
  const more = answer.values - rows.length
  return (
    <div className={classes('flex flex-1 flex-col gap-1 transition-opacity', isStale && 'opacity-50')}>
      {hasMap && (
        <div className="h-28 overflow-hidden [&>svg]:mx-auto [&>svg]:h-full">
          <Suspense>
            <WorldMap
              shares={answer.items
                .filter(({ value }) => value !== '')
                .map(({ value, visitors }) => ({ key: value, label: countryName(value), people: visitors }))}
              onChoose={value => onFilter(toggled(filters, rowFilter(list, value)))}
            />
          </Suspense>
        </div>
      )}
      <TopRows
        list={list}
        answer={answer}
        rows={rows}
        isChosen={value => isFilteredBy(filters, rowFilter(list, value))}
        onChoose={value => onFilter(toggled(filters, rowFilter(list, value)))}
      />
      {more > 0 && (
        <Button look="quiet" size="small" className="mt-auto self-start" onClick={() => onOpen(list.dimension)}>
          {count(more)} more
          <span className="sr-only"> {list.label.toLowerCase()}</span>
        </Button>
      )}
    </div>
  )
}

const RowsSkeleton = ({ what }: { what: string }) => (
  <Loading what={what.toLowerCase()} className="flex flex-col gap-0.5">
    {Array.from({ length: shownRows }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
      <div key={index} className="flex h-7 items-center gap-3 px-2">
        <Skeleton className="h-3 flex-1" />
        <Skeleton className="h-3 w-8" />
      </div>
    ))}
  </Loading>
)
