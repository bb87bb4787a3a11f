import type { PersonSummary } from '@foyer/protocol'
import { Link, useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type CSSProperties, useEffect, useRef, useState } from 'react'
import { usePlainKeys } from '../../shell/keys.ts'
import { useIsPhone } from '../../shell/use-is-phone.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { faultText, Loading, Skeleton } from '../../ui/states.tsx'
import { columnWords, templateOf } from './column-words.ts'
import { type Column, nextOrder, type PeopleSearch } from './people-search.ts'
import { PersonCells } from './person-cells.tsx'

type Props = {
  people: PersonSummary[]
  total: number
  columns: Column[]
  search: PeopleSearch
  isStale: boolean
  more: { has: boolean; isLoading: boolean; fault: unknown; load: () => void }
}

const rowHeightPx = { wide: 44, phone: 56 }
/** Asked for this many rows before the end comes into sight. */
const ahead = 80

/** Only the rows in sight are in the page; screen readers are told the true count and each row's place in it. */
export function PeopleTable({ people, total, columns, search, isStale, more }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(-1)
  const navigate = useNavigate()
  const isPhone = useIsPhone()
  const rowHeight = isPhone ? rowHeightPx.phone : rowHeightPx.wide
  const virtual = useVirtualizer({
    count: people.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12
  })
  const rows = virtual.getVirtualItems()
  const lastShown = rows.at(-1)?.index ?? 0
  const isNearEnd = lastShown >= people.length - ahead
  useEffect(() => {
    if (isNearEnd && more.has && !more.isLoading && !more.fault) more.load()
  }, [isNearEnd, more])

  function move(to: number) {
    const next = Math.max(0, Math.min(people.length - 1, to))
    setActive(next)
    virtual.scrollToIndex(next)
    // The row may only now come into the page.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"] a`)?.focus({ preventScroll: true })
    )
  }
  usePlainKeys((key, event) => {
    const open = () => {
      const person = people[active]
      if (person && event.target === document.body) void navigate({ to: '/people/$id', params: { id: person.id } })
    }
    if (key === 'j' || key === 'ArrowDown') move(active + 1)
    else if (key === 'k' || key === 'ArrowUp') move(active - 1)
    else if (key === 'Home') move(0)
    else if (key === 'End') move(people.length - 1)
    else return key === 'Enter' ? open() : undefined
    event.preventDefault()
  })

  const grid = { '--columns': templateOf(columns) } as CSSProperties
  return (
    <div
      ref={scroller}
      className={classes('min-h-0 flex-1 overflow-auto transition-opacity', isStale && 'opacity-60')}
      aria-busy={isStale}
    >
      <table aria-label="People" aria-rowcount={total + 1} style={grid} className="block">
        <Head columns={columns} search={search} />
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {rows.map(row => {
            const person = people[row.index]
            return person ? (
              <tr
                key={person.id}
                aria-rowindex={row.index + 2}
                data-row={row.index}
                className={classes(
                  'absolute inset-x-0 top-0 grid items-center gap-x-4 border-b border-line px-4 text-sm hover:bg-hover has-[a:focus-visible]:bg-hover sm:grid-cols-(--columns) md:px-5',
                  row.index === active && 'bg-hover'
                )}
                style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
              >
                <PersonCells person={person} columns={columns} isReachable={row.index === Math.max(active, 0)} />
              </tr>
            ) : null
          })}
        </tbody>
      </table>
      {more.fault ? (
        <div role="alert" className="flex items-center justify-center gap-3 p-4 text-sm text-ink-soft">
          {faultText(more.fault)}
          <Button onClick={more.load}>Try again</Button>
        </div>
      ) : (
        more.has && (
          <Loading what="more people" className="p-4 text-center text-xs text-ink-faint">
            {people.length.toLocaleString('en-GB')} of {total.toLocaleString('en-GB')} loaded
          </Loading>
        )
      )}
    </div>
  )
}

function Head({ columns, search }: { columns: Column[]; search: PeopleSearch }) {
  const sort = search.sort ?? 'lastSeenAt'
  const order = search.order ?? (sort === 'name' ? 'asc' : 'desc')
  const cell = (label: string, key: PeopleSearch['sort'], isNumber = false) => {
    const isSorted = key !== undefined && key === sort
    const Arrow = order === 'asc' ? ArrowUp : ArrowDown
    return (
      <th
        key={label}
        scope="col"
        aria-sort={isSorted ? (order === 'asc' ? 'ascending' : 'descending') : undefined}
        className={classes('flex min-w-0 font-normal', isNumber && 'justify-end')}
      >
        {key === undefined ? (
          <span>{label}</span>
        ) : (
          <Link
            from="/people"
            to="."
            search={current => nextOrder(current, key)}
            replace
            className={classes(
              '-mx-1 inline-flex items-center gap-1 rounded-sm px-1 hover:text-ink',
              isSorted && 'text-ink'
            )}
          >
            {label}
            {isSorted && <Arrow aria-hidden className="size-3" />}
          </Link>
        )}
      </th>
    )
  }
  return (
    <thead className="block sticky top-0 z-10 border-b border-line bg-surface max-sm:hidden">
      <tr
        aria-rowindex={1}
        className="grid h-8 grid-cols-(--columns) items-center gap-x-4 px-4 text-xs text-ink-faint md:px-5"
      >
        {cell('Name', 'name')}
        {columns.map(column => cell(columnWords[column].label, columnWords[column].sort, columnWords[column].isNumber))}
      </tr>
    </thead>
  )
}

export function TableSkeleton({ columns }: { columns: Column[] }) {
  const grid = { '--columns': templateOf(columns), height: rowHeightPx.wide } as CSSProperties
  return (
    <Loading what="people" className="flex-1 overflow-hidden sm:pt-8">
      {Array.from({ length: 14 }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
          key={index}
          className="grid items-center gap-x-4 overflow-hidden border-b border-line px-4 sm:grid-cols-(--columns) md:px-5"
          style={grid}
        >
          <span className="flex items-center gap-2.5">
            <Skeleton className="size-7 rounded-full" />
            <Skeleton className="h-3.5 w-32" />
          </span>
          {columns.map(column => (
            <Skeleton key={column} className="h-3.5 w-4/5 max-sm:hidden" />
          ))}
        </div>
      ))}
    </Loading>
  )
}
