import type { LedgerRow } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { CircleCheck, ClipboardList, TriangleAlert } from 'lucide-react'
import { useRef } from 'react'
import { ExportMenu } from '../../analytics/save-export/export-menu.tsx'
import { api } from '../../api.ts'
import { useCan, useTimezone } from '../../session.ts'
import { serverNow } from '../../time/clock.ts'
import { clockTime, dayName } from '../../time/relative.ts'
import { useNow } from '../../time/use-now.ts'
import { buttonClasses } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Select } from '../../ui/field.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { count } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { agentsQuery } from '../agents/agents-data.ts'
import { LedgerAgents } from './ledger-agents.tsx'
import { LedgerChart } from './ledger-chart.tsx'
import { byHour, type LedgerHour, reasonText, sumOf, totalOf, unexplained } from './ledger-sums.ts'
import { SettingsPage } from './settings-page.tsx'

const route = getRouteApi('/app/settings/ledger')
const ranges = [
  { days: '1', label: 'Last 24 hours' },
  { days: '7', label: 'Last 7 days' },
  { days: '30', label: 'Last 30 days' },
  { days: '90', label: 'Last 90 days' }
]
const dayMs = 86_400_000
const spanOf = (days: string, atMs: number) => ({
  from: new Date(atMs - Number(days) * dayMs).toISOString(),
  to: new Date(atMs).toISOString()
})

export function LedgerPage() {
  const { days = '7', agent } = route.useSearch()
  const navigate = useNavigate({ from: '/settings/ledger' })
  const timezone = useTimezone()
  const mayExport = useCan('analytics:read')
  const agents = useQuery({ ...agentsQuery, enabled: useCan('agents:read') })
  const ledger = useQuery({
    queryKey: ['ledger', days, agent],
    queryFn: ({ signal }) =>
      api.get<{ items: LedgerRow[] }>('/api/ledger', { ...spanOf(days, serverNow()), agentId: agent }, signal),
    refetchInterval: 60_000
  })
  const hours = byHour(ledger.data?.items ?? [])
  return (
    <SettingsPage
      isWide
      title="What arrived and what was kept"
      lead="Every event that reached Foyer is counted once: stored, a duplicate of one stored before, or refused for a reason."
      actions={
        <>
          <Select
            aria-label="Time"
            className="w-36"
            value={days}
            onChange={event =>
              void navigate({ search: current => ({ ...current, days: event.target.value }), replace: true })
            }
          >
            {ranges.map(range => (
              <option key={range.days} value={range.days}>
                {range.label}
              </option>
            ))}
          </Select>
          {(agents.data?.items.length ?? 0) > 1 && (
            <Select
              aria-label="Agent"
              className="w-40"
              value={agent ?? ''}
              onChange={event =>
                void navigate({
                  search: current => ({ ...current, agent: event.target.value || undefined }),
                  replace: true
                })
              }
            >
              <option value="">All agents</option>
              {agents.data?.items.map(({ id, name }) => (
                <option key={id} value={id}>
                  {plainText(name)}
                </option>
              ))}
            </Select>
          )}
          {mayExport && hours.length > 0 && (
            <ExportMenu
              kind="ledger"
              name="Ledger"
              question={{ ...spanOf(days, ledger.dataUpdatedAt), timezone, ...(agent && { agentId: agent }) }}
            />
          )}
        </>
      }
    >
      {ledger.isPending ? (
        <Loading what="the ledger" className="flex flex-col gap-3">
          <Skeleton className="h-24" />
          <Skeleton className="h-64" />
        </Loading>
      ) : ledger.isError && !ledger.data ? (
        <Failure fault={ledger.error} what="The ledger" onRetry={() => void ledger.refetch()} />
      ) : hours.length === 0 ? (
        <Empty
          icon={<ClipboardList aria-hidden className="size-5" />}
          title="Nothing arrived in this time"
          actions={
            <Link to="/welcome" className={buttonClasses({})}>
              Install the snippet
            </Link>
          }
        >
          Choose a longer time, or install the snippet if nothing ever did.
        </Empty>
      ) : (
        <>
          <Sums sum={sumOf(hours)} />
          {agent === undefined && (
            <LedgerAgents
              rows={ledger.data.items}
              agents={agents.data?.items ?? []}
              onChoose={id => void navigate({ search: current => ({ ...current, agent: id }) })}
            />
          )}
          <LedgerChart hours={hours} days={Number(days)} nowMs={ledger.dataUpdatedAt} timezone={timezone} />
          <Hours hours={hours} timezone={timezone} />
          <p className="text-xs text-ink-faint">
            By the hour, in {timezone.replaceAll('_', ' ')}, as of {clockTime(ledger.dataUpdatedAt, timezone)}.
          </p>
        </>
      )}
    </SettingsPage>
  )
}

/** The equation, in figures. */
function Sums({ sum }: { sum: LedgerHour }) {
  const rest = unexplained(sum)
  const Icon = rest === 0 ? CircleCheck : TriangleAlert
  const reasons = Object.entries(sum.rejected).filter(([, value]) => value > 0)
  const dropped = Object.entries(sum.droppedInPage).filter(([, value]) => value > 0)
  return (
    <section aria-label="Sum" className="flex flex-col gap-3 rounded-md border border-line p-4">
      <div className="flex flex-col gap-1 sm:flex-row sm:items-end sm:gap-5">
        <Figure label="Received" value={sum.received} />
        <Figure sign="=" label="Stored" value={sum.stored} />
        <Figure sign="+" label="Duplicates" value={sum.duplicate} />
        <Figure sign="+" label="Refused" value={totalOf(sum.rejected)} />
      </div>
      <p className={classes('flex items-center gap-1.5 text-sm', rest === 0 ? 'text-accent' : 'text-warning')}>
        <Icon aria-hidden className="size-4 shrink-0" />
        {rest === 0
          ? `Nothing is missing: ${count(sum.received)} received are ${count(sum.stored)} stored, ${count(sum.duplicate)} that were there already and ${count(totalOf(sum.rejected))} refused.`
          : `${count(Math.abs(rest))} ${rest > 0 ? 'are not accounted for yet: they may be on their way into the store' : 'more were counted than received'}.`}
      </p>
      {(reasons.length > 0 || dropped.length > 0) && (
        <ul className="flex flex-col gap-1 border-t border-line pt-3 text-sm text-ink-soft">
          {[...reasons, ...dropped].map(([code, value]) => (
            <li key={code} className="flex justify-between gap-4">
              <span>{reasonText(code)}</span>
              <span>{count(value)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** On a phone the equation is written one below the other, as on paper: a sign stays with what it is the sign of. */
function Figure({ sign, label, value }: { sign?: '=' | '+'; label: string; value: number }) {
  return (
    <div className="flex items-baseline gap-2 sm:items-end sm:gap-5">
      <span aria-hidden className={classes('w-4 text-xl text-ink-faint sm:w-auto sm:pb-0.5', !sign && 'sm:hidden')}>
        {sign}
      </span>
      <div className="flex flex-1 items-baseline justify-between sm:block">
        <p className="text-xs text-ink-faint">{label}</p>
        <p className="text-xl font-medium">{count(value)}</p>
      </div>
    </div>
  )
}

const grid = 'grid min-w-xl grid-cols-[1.6fr_repeat(5,1fr)] items-center gap-x-3 px-3 text-sm'
const rowHeight = 36

function Hours({ hours, timezone }: { hours: LedgerHour[]; timezone: string }) {
  const scroller = useRef<HTMLDivElement>(null)
  const now = useNow(60_000)
  const virtual = useVirtualizer({
    count: hours.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12
  })
  return (
    <section
      ref={scroller}
      aria-label="By the hour"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-[32rem] overflow-auto rounded-md border border-line"
    >
      <table className="block" aria-rowcount={hours.length + 1}>
        <thead className="sticky top-0 z-10 block min-w-xl border-b border-line bg-sunken text-xs text-ink-faint">
          <tr className={classes(grid, 'h-8')}>
            {['Hour', 'Received', 'Stored', 'Duplicates', 'Refused', 'Dropped in the page'].map((label, index) => (
              <th
                key={label}
                scope="col"
                className={classes('text-xs font-normal', index === 0 ? 'text-left' : 'text-right')}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="relative block min-w-xl" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(item => {
            const hour = hours[item.index]
            return hour ? (
              <tr
                key={hour.hour}
                aria-rowindex={item.index + 2}
                className={classes(grid, 'absolute inset-x-0 top-0 border-b border-line')}
                style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              >
                <td className="whitespace-nowrap">
                  {dayName(hour.hour, now, timezone)}, {clockTime(hour.hour, timezone)}
                </td>
                <Count value={hour.received} />
                <Count value={hour.stored} />
                <Count value={hour.duplicate} />
                <Count value={totalOf(hour.rejected)} isWarning reasons={hour.rejected} />
                <Count value={totalOf(hour.droppedInPage)} isWarning reasons={hour.droppedInPage} />
              </tr>
            ) : null
          })}
        </tbody>
      </table>
    </section>
  )
}

type CountProps = { value: number; isWarning?: boolean; reasons?: Record<string, number> }

function Count({ value, isWarning, reasons = {} }: CountProps) {
  const told = Object.entries(reasons).map(([code, each]) => `${reasonText(code)}: ${count(each)}`)
  return (
    <td
      title={told.join('\n') || undefined}
      className={classes('text-right', value === 0 ? 'text-ink-faint' : isWarning && 'text-warning')}
    >
      {count(value)}
    </td>
  )
}
