import { useTimezone } from '../../session.ts'
import { exactTime } from '../../time/relative.ts'
import { useNow } from '../../time/use-now.ts'
import { Flag } from '../../ui/marks.tsx'
import { browserName } from '../../words/browsers.ts'
import { placeText } from '../../words/countries.ts'
import { plainText } from '../../words/people.ts'
import { type VisitRow, visitHeading } from './timeline-rows.ts'

type Props = { row: VisitRow; isOnline: boolean; hasDevices: boolean }

/** "Tuesday, 14:05 · from Google · 6 min · 8 pages". */
export function VisitLine({ row, isOnline, hasDevices }: Props) {
  const timezone = useTimezone()
  const now = useNow(60_000)
  const { when, facts } = visitHeading(row, now, timezone)
  const place = row.visit ?? row.newest
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 px-2 pt-5 pb-2 text-sm">
      <h3 className="font-medium" title={exactTime(row.visit?.startedAt ?? row.newest.at, timezone)}>
        {when}
      </h3>
      <span className="min-w-0 text-ink-soft">{plainText(facts.join(' · '))}</span>
      {isOnline && <span className="rounded-sm bg-accent-soft px-1.5 text-xs text-accent">going on</span>}
      <span className="ml-auto flex items-center gap-1.5 text-xs text-ink-faint">
        {hasDevices && <span>{browserName(place)}</span>}
        {place.country && (
          <span title={placeText(place)}>
            <Flag code={place.country} />
          </span>
        )}
      </span>
    </div>
  )
}
