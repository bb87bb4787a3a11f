import type { RequestGroup, RequestsSummary } from '@foyer/protocol'
import type { ReactNode } from 'react'
import { classes } from '../../../ui/classes.ts'
import { count, counted } from '../../../words/numbers.ts'
import { countryOf, shareText, speedText, statusText } from './request-words.ts'
import type { RequestsAddress } from './requests-address.ts'
import { RequestsChart } from './requests-chart.tsx'

type Props = { summary: RequestsSummary; address: RequestsAddress; onFilter: (next: Partial<RequestsAddress>) => void }

/** The log in figures: how much, how well, how fast, and by what and whom. */
export function RequestFigures({ summary, address, onFilter }: Props) {
  const { total } = summary
  const errors = total.clientErrors + total.serverErrors
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-2 gap-x-5 gap-y-3 sm:grid-cols-3 xl:grid-cols-6">
        <Figure label="Requests">{count(total.requests)}</Figure>
        <Figure label="Errors" note={`${count(total.serverErrors)} of them the server’s`}>
          {count(errors)} <span className="text-sm font-normal text-ink-soft">{shareText(errors, total.requests)}</span>
        </Figure>
        <Figure label="Half within">{speedText(total.p50)}</Figure>
        <Figure label="95 of 100 within">{speedText(total.p95)}</Figure>
        <Figure label="99 of 100 within">{speedText(total.p99)}</Figure>
        <Figure label="Addresses" note={counted(total.visitors, 'visitor')}>
          {count(total.addresses)}
        </Figure>
      </dl>
      <div className="grid gap-5 lg:grid-cols-2">
        <RequestsChart summary={summary} what="requests" />
        <RequestsChart summary={summary} what="speed" />
      </div>
      <div className="grid gap-5 md:grid-cols-2 xl:grid-cols-4">
        <Top
          title="Top endpoints"
          rows={summary.endpoints}
          chosen={address.endpoint}
          onChoose={endpoint => onFilter({ endpoint })}
        />
        <Top title="Top addresses" rows={summary.addresses} chosen={address.ip} onChoose={ip => onFilter({ ip })} />
        <Top
          title="Top countries"
          // What an address can say: an empty word is none.
          rows={summary.countries.map(row => ({ ...row, value: row.value || 'none' }))}
          chosen={address.country}
          nameOf={countryOf}
          onChoose={country => onFilter({ country })}
        />
        <Top
          title="Answers"
          rows={summary.statuses}
          chosen={address.status}
          nameOf={statusText}
          onChoose={status => onFilter({ status })}
        />
      </div>
      {(total.summed > 0 || total.notLogged > 0) && (
        <p className="text-xs text-ink-soft">
          {total.summed > 0 &&
            `${count(total.summed)} came faster than 50 a second and were summed up: they are counted here, and stand in no list of addresses or countries. `}
          {total.notLogged > 0 &&
            `${count(total.notLogged)} more came while nothing could be written and are not in the log.`}
        </p>
      )}
    </div>
  )
}

function Figure({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-faint">{label}</dt>
      <dd className="text-xl font-medium">{children}</dd>
      {note && <dd className="text-xs text-ink-faint">{note}</dd>}
    </div>
  )
}

type TopProps = {
  title: string
  rows: readonly RequestGroup[]
  chosen: string | undefined
  nameOf?: (value: string) => string
  onChoose: (value: string | undefined) => void
}

const shownRows = 5

/** Every row filters; the one that is chosen lets go. */
function Top({ title, rows, chosen, nameOf = value => value, onChoose }: TopProps) {
  const most = Math.max(1, ...rows.map(row => row.requests))
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="flex justify-between pb-1 text-xs text-ink-faint">
        <span>{title}</span>
        <span>Requests</span>
      </h3>
      {rows.length === 0 && <p className="text-sm text-ink-soft">None in this time.</p>}
      <ul>
        {rows.slice(0, shownRows).map(row => (
          <li key={row.value}>
            <button
              type="button"
              aria-pressed={chosen === row.value}
              title={`${nameOf(row.value)}: ${count(row.requests)} requests, ${count(row.errors)} errors, 95 of 100 within ${speedText(row.p95)}`}
              onClick={() => onChoose(chosen === row.value ? undefined : row.value)}
              className={classes(
                'relative flex h-7 w-full items-center justify-between gap-3 rounded-sm px-1.5 text-left text-sm hover:bg-hover',
                chosen === row.value && 'bg-accent-soft text-accent'
              )}
            >
              <span
                aria-hidden
                className="absolute inset-y-0.5 left-0 rounded-sm bg-accent-soft"
                style={{ width: `${(row.requests / most) * 100}%` }}
              />
              <bdi className="relative min-w-0 truncate">{nameOf(row.value)}</bdi>
              <span className="relative shrink-0">{count(row.requests)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
