import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Bot, RotateCw, SlidersHorizontal, UsersRound } from 'lucide-react'
import { useMemo, useState } from 'react'
import { ExportMenu } from '../../analytics/save-export/export-menu.tsx'
import { useCan, useTimezone } from '../../session.ts'
import { FirstSteps } from '../../shell/first-steps.tsx'
import { clockTime } from '../../time/relative.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { PageHeader } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { counted } from '../../words/numbers.ts'
import { ColumnMenu } from './column-menu.tsx'
import { FilterDialog, FilterRail } from './filter-rail.tsx'
import { peopleList } from './people-data.ts'
import { filterCount, type PeopleSearch, peopleQueryOf, readPeopleSearch } from './people-search.ts'
import { PeopleTable, TableSkeleton } from './people-table.tsx'
import { useColumns } from './use-columns.ts'
import { useNewcomers } from './use-newcomers.ts'

const route = getRouteApi('/app/people')

export function PeoplePage() {
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/people' })
  const timezone = useTimezone()
  const mayExport = useCan('analytics:read')
  const [isFilterOpen, setFilterOpen] = useState(false)
  const people = useInfiniteQuery(peopleList(search))
  const { columns, chooseColumns } = useColumns(search, columnsText => change({ columns: columnsText }))

  function change(next: PeopleSearch) {
    void navigate({ search: current => readPeopleSearch({ ...current, ...next }), replace: true })
  }

  const loaded = useMemo(() => people.data?.pages.flatMap(page => page.items) ?? [], [people.data])
  const total = people.data?.pages[0]?.total
  const filters = filterCount(search)
  const isNarrowed = filters > 0 || search.search !== undefined
  const newcomers = useNewcomers({ search, isNarrowed, list: people })
  return (
    <>
      <PageHeader
        title="People"
        note={total === undefined ? undefined : <span aria-live="polite">{counted(total, 'person', 'people')}</span>}
      >
        {newcomers > 0 && (
          <Button look="quiet" onClick={() => void people.refetch()}>
            {counted(newcomers, 'newcomer')}, show
          </Button>
        )}
        {people.dataUpdatedAt > 0 && (
          <span className="hidden text-xs text-ink-faint lg:inline">
            as of {clockTime(people.dataUpdatedAt, timezone)}
          </span>
        )}
        <IconButton label="Load the list again" onClick={() => void people.refetch()}>
          <RotateCw aria-hidden className={classes('size-4', people.isRefetching && 'animate-spin')} />
        </IconButton>
        <Button
          className="lg:hidden"
          icon={<SlidersHorizontal aria-hidden className="size-4" />}
          onClick={() => setFilterOpen(true)}
        >
          Filter{filters > 0 && ` (${filters})`}
        </Button>
        <ColumnMenu columns={columns} onChange={chooseColumns} />
        {mayExport && total !== undefined && total > 0 && (
          <span className="max-sm:hidden">
            <ExportMenu kind="people" question={{ ...peopleQueryOf(search) }} name="People" />
          </span>
        )}
      </PageHeader>
      <div className="flex min-h-0 flex-1">
        <aside aria-label="Filters" className="hidden w-60 shrink-0 overflow-y-auto border-r border-line lg:block">
          <FilterRail search={search} onChange={change} />
        </aside>
        <section aria-label="People" className="flex min-w-0 flex-1 flex-col">
          <div className="flex shrink-0 items-center gap-2 border-b border-line px-4 py-2.5 md:px-5">
            <SearchField
              label="Search people"
              placeholder="Name, e-mail, company or id"
              value={search.search}
              onChange={text => change({ search: text })}
            />
            {isNarrowed && (
              <Button
                look="quiet"
                onClick={() =>
                  void navigate({ search: ({ sort, order, columns: kept }) => ({ sort, order, columns: kept }) })
                }
              >
                Clear
              </Button>
            )}
          </div>
          {people.isPending ? (
            <TableSkeleton columns={columns} />
          ) : people.isError && !people.data ? (
            <Failure fault={people.error} what="The list of people" onRetry={() => void people.refetch()} />
          ) : total === 0 ? (
            <NoPeople isNarrowed={isNarrowed} search={search} onShowBots={() => change({ bots: 'with' })} />
          ) : (
            <PeopleTable
              // Another question starts at its top.
              key={JSON.stringify({ ...search, columns: undefined })}
              people={loaded}
              total={total ?? 0}
              columns={columns}
              search={search}
              isStale={people.isPlaceholderData}
              more={{
                has: people.hasNextPage,
                isLoading: people.isFetchingNextPage,
                fault: people.isFetchNextPageError ? people.error : undefined,
                load: () => void people.fetchNextPage()
              }}
            />
          )}
        </section>
      </div>
      <FilterDialog
        isOpen={isFilterOpen}
        onClose={() => setFilterOpen(false)}
        search={search}
        onChange={change}
        total={total}
      />
    </>
  )
}

type NoPeopleProps = { isNarrowed: boolean; search: PeopleSearch; onShowBots: () => void }

function NoPeople({ isNarrowed, search, onShowBots }: NoPeopleProps) {
  const areBotsOut = search.bots === undefined
  const bots = useInfiniteQuery({ ...peopleList({ ...search, bots: 'only' }), enabled: areBotsOut })
  const botCount = areBotsOut ? (bots.data?.pages[0]?.total ?? 0) : 0
  const showBots = (
    <Button look={isNarrowed ? 'plain' : 'primary'} onClick={onShowBots}>
      Show bots too
    </Button>
  )
  if (isNarrowed)
    return (
      <Empty
        icon={<UsersRound aria-hidden className="size-5" />}
        title="Nobody matches"
        actions={botCount > 0 && showBots}
      >
        {search.search === undefined
          ? 'Take a filter away, or widen the time.'
          : 'The search looks at the beginnings of names, e-mail addresses, companies and ids. Try fewer letters, or take a filter away.'}
        {botCount > 0 && ` ${counted(botCount, 'bot')} would.`}
      </Empty>
    )
  if (botCount > 0)
    return (
      <Empty icon={<Bot aria-hidden className="size-5" />} title="Only bots have come yet" actions={showBots}>
        {counted(botCount, 'visitor')} said by the name of the browser to be a bot, as monitors and automated browsers
        do. They are kept, and left out of this list.
      </Empty>
    )
  return (
    <Empty icon={<UsersRound aria-hidden className="size-5" />} title="Nobody has come yet" actions={<FirstSteps />}>
      Everyone who opens a page with the snippet on it appears here within a second or two: first with a friendly name,
      later with their own.
    </Empty>
  )
}
