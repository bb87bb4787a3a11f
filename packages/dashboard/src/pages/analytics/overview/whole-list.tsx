import type { Filter, OverviewQuery } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ExportMenu } from '../../../analytics/save-export/export-menu.tsx'
import { figureText } from '../../../charts/figure-text.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { count, counted } from '../../../words/numbers.ts'
import { valueWords } from '../../../words/values.ts'
import type { List } from './lists.ts'
import type { Sort } from './overview-address.ts'
import { topQuery } from './overview-data.ts'
import { isFilteredBy, rowFilter, toggled } from './row-filter.ts'
import { ValueFlag } from './value-flag.tsx'

const pageLength = 100
const mostRows = 500

type Props = {
  list: List
  query: OverviewQuery
  search: string | undefined
  sort: Sort | undefined
  filters: readonly Filter[]
  onSearch: (search: string | undefined) => void
  onSort: (sort: Sort) => void
  onFilter: (filters: Filter[]) => void
  onClose: () => void
}

/** All of a list, with every figure it has, to look something up in. */
export function WholeList({ list, query, search, sort, filters, onSearch, onSort, onFilter, onClose }: Props) {
  const [length, setLength] = useState(pageLength)
  const top = useQuery(
    topQuery({
      ...query,
      dimension: list.dimension,
      limit: length,
      ...(search !== undefined && { search }),
      ...(sort && { sort })
    })
  )
  const sortedBy = sort ?? list.counted
  const columns: { label: string; sort: Sort }[] = [
    { label: 'Visitors', sort: 'visitors' },
    { label: 'Visits', sort: 'visits' },
    list.counted === 'events' ? { label: 'Times', sort: 'events' } : { label: 'Views', sort: 'views' }
  ]
  /** A phone has room for a name and two figures: visits give way, unless the list is in their order. */
  const onPhone = (name: Sort) => name === 'visits' && sortedBy !== 'visits' && 'max-sm:hidden'
  const hasBounce = top.data?.items.some(row => row.bounceRate !== undefined) === true
  return (
    <Dialog isOpen isWide onClose={onClose} title={list.label}>
      <div className="flex items-center justify-between gap-2">
        <SearchField
          label={`Search ${list.label.toLowerCase()}`}
          placeholder="Search"
          value={search}
          onChange={onSearch}
        />
        <ExportMenu
          kind="top"
          question={{ ...query, dimension: list.dimension, ...(search && { search }), ...(sort && { sort }) }}
          name={list.label}
        />
      </div>
      {top.data ? (
        top.data.items.length === 0 ? (
          <p className="py-10 text-center text-sm text-ink-soft">
            {search === undefined ? `${list.nothing} in this time.` : `None of them contains “${search}”.`}
          </p>
        ) : (
          <div className={classes('overflow-x-auto', top.isPlaceholderData && 'opacity-50')}>
            <table className="w-full text-sm">
              <caption className="sr-only">{list.label}</caption>
              <thead className="text-left text-xs text-ink-faint">
                <tr className="border-b border-line">
                  <th scope="col" className="h-8 pr-3 font-normal whitespace-nowrap">
                    {counted(top.data.values, 'value')}
                  </th>
                  {columns.map(column => (
                    <th
                      key={column.sort}
                      scope="col"
                      aria-sort={sortedBy === column.sort ? 'descending' : undefined}
                      className={classes('h-8 pl-3 text-right font-normal whitespace-nowrap', onPhone(column.sort))}
                    >
                      <button
                        type="button"
                        onClick={() => onSort(column.sort)}
                        className={classes(
                          'rounded-sm px-1 hover:text-ink',
                          sortedBy === column.sort && 'font-medium text-ink'
                        )}
                      >
                        {column.label}
                        {sortedBy === column.sort && <span aria-hidden> ↓</span>}
                      </button>
                    </th>
                  ))}
                  {hasBounce && (
                    <th scope="col" className="h-8 pl-3 text-right font-normal whitespace-nowrap max-sm:hidden">
                      Bounce rate
                    </th>
                  )}
                </tr>
              </thead>
              <tbody className="divide-y divide-line">
                {top.data.items.map(row => {
                  const filter = rowFilter(list, row.value)
                  const isChosen = isFilteredBy(filters, filter)
                  return (
                    <tr key={`${row.country ?? ''} ${row.value}`}>
                      <th scope="row" className="w-full max-w-0 py-1 pr-3 text-left font-normal">
                        <button
                          type="button"
                          aria-pressed={isChosen}
                          title="Show only these"
                          onClick={() => onFilter(toggled(filters, filter))}
                          className={classes(
                            'flex max-w-full items-center gap-2 rounded-sm px-1 py-1 text-left hover:bg-hover',
                            isChosen && 'font-medium text-accent'
                          )}
                        >
                          <ValueFlag
                            dimension={list.dimension}
                            value={row.value}
                            {...(row.country !== undefined && { country: row.country })}
                          />
                          <bdi className="min-w-0 truncate">{valueWords(list.dimension, row.value)}</bdi>
                        </button>
                      </th>
                      <td className="pl-3 text-right whitespace-nowrap">{count(row.visitors)}</td>
                      <td className={classes('pl-3 text-right whitespace-nowrap', onPhone('visits'))}>
                        {row.visits === undefined ? '—' : count(row.visits)}
                      </td>
                      <td className="pl-3 text-right whitespace-nowrap">{count(row.count)}</td>
                      {hasBounce && (
                        <td className="pl-3 text-right max-sm:hidden">
                          {row.bounceRate === undefined ? '—' : figureText(row.bounceRate, 'share')}
                        </td>
                      )}
                    </tr>
                  )
                })}
              </tbody>
            </table>
            {top.data.values > top.data.items.length && (
              <div className="flex justify-center pt-3">
                {length < mostRows ? (
                  <Button isBusy={top.isFetching} onClick={() => setLength(length + pageLength)}>
                    Show more
                  </Button>
                ) : (
                  <p className="text-xs text-ink-faint">
                    The first {count(top.data.items.length)} of {count(top.data.values)}. Search for the others.
                  </p>
                )}
              </div>
            )}
          </div>
        )
      ) : top.isError ? (
        <Failure isCompact fault={top.error} what={list.label} onRetry={() => void top.refetch()} />
      ) : (
        <Loading what={list.label.toLowerCase()} className="flex flex-col gap-3 py-2">
          {['w-full', 'w-5/6', 'w-2/3', 'w-1/2', 'w-1/3'].map(width => (
            <Skeleton key={width} className={classes('h-4', width)} />
          ))}
        </Loading>
      )}
    </Dialog>
  )
}
