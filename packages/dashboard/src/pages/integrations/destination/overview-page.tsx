import type { DestinationFigures } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Report } from '../../../analytics/report.tsx'
import { useTimezone } from '../../../session.ts'
import { lazyPage } from '../../../shell/lazy-page.tsx'
import { exactTime } from '../../../time/relative.ts'
import { ChoiceButton } from '../../../ui/choice-button.tsx'
import { Select } from '../../../ui/field.tsx'
import { Skeleton } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { tookText, waitingText } from '../destination-words.ts'
import { type OverviewAddress, readOverviewAddress, spanOf, spans, usualSpan } from '../integrations-address.ts'
import { figuresQuery } from '../integrations-data.ts'
import { LimitedTo } from '../limited-to.tsx'
import { useDestination } from './destination-shown.ts'
import { Misconfigured } from './misconfigured.tsx'
import { StageFlow } from './stage-flow.tsx'
import { StageReasons } from './stage-reasons.tsx'

const route = getRouteApi('/app/integrations/$id/')
const OverTime = lazyPage(() => import('./over-time.tsx'), 'OverTime')

/** What became of everything that was meant for it. */
export function DestinationOverviewPage() {
  const { destination } = useDestination()
  const address = route.useSearch()
  const navigate = useNavigate({ from: '/integrations/$id' })
  const asking = figuresQuery(destination.id, address.span)
  const figures = useQuery(asking)
  const change = (next: Partial<OverviewAddress>) =>
    void navigate({ search: current => readOverviewAddress({ ...current, ...next }), replace: true })
  const isShare = address.show === 'share'
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="flex flex-col gap-8 p-4 md:p-5">
        <div className="flex flex-wrap items-center gap-2">
          <Select
            aria-label="Time"
            className="w-40"
            value={spanOf(address.span).name}
            onChange={({ target }) => change({ span: target.value === usualSpan ? undefined : target.value })}
          >
            {spans.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </Select>
          <fieldset aria-label="How the figures are shown" className="flex gap-1">
            <ChoiceButton isOn={!isShare} onClick={() => change({ show: undefined })}>
              Counts
            </ChoiceButton>
            <ChoiceButton isOn={isShare} onClick={() => change({ show: 'share' })}>
              Percent
            </ChoiceButton>
          </fieldset>
          <LimitedTo destination={destination} />
        </div>
        <Misconfigured destination={destination} />
        <Report
          query={figures}
          queryKey={asking.queryKey}
          what="The overview"
          skeleton={
            <div className="flex flex-col gap-6">
              <Skeleton className="h-28 rounded-md" />
              <Skeleton className="h-12" />
              <Skeleton className="h-52" />
            </div>
          }
        >
          {answer => (
            <div className="flex flex-col gap-8">
              <StageFlow id={destination.id} figures={answer} span={address.span} isShare={isShare} />
              <Speed figures={answer} />
              <StageReasons id={destination.id} figures={answer} span={address.span} isShare={isShare} />
              <OverTime figures={answer} />
              <AsOf figures={answer} />
            </div>
          )}
        </Report>
      </div>
    </div>
  )
}

function Speed({ figures }: { figures: DestinationFigures }) {
  const { latency, oldestWaiting } = figures
  const none = <span className="text-ink-faint">—</span>
  const shown = [
    { label: 'Half delivered within', value: latency ? tookText(latency.p50) : none },
    { label: '95 of 100 within', value: latency ? tookText(latency.p95) : none },
    { label: '99 of 100 within', value: latency ? tookText(latency.p99) : none },
    { label: 'Waiting now', value: waitingText(figures) },
    { label: 'The oldest came', value: oldestWaiting ? <Ago at={oldestWaiting} /> : none }
  ]
  return (
    <dl aria-label="Time to deliver" className="grid grid-cols-2 gap-x-5 gap-y-3 sm:grid-cols-3 xl:grid-cols-5">
      {shown.map(({ label, value }) => (
        <div key={label} className="min-w-0">
          <dt className="text-xs text-ink-faint">{label}</dt>
          <dd className="text-xl font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function AsOf({ figures }: { figures: DestinationFigures }) {
  const timezone = useTimezone()
  return (
    <p className="text-xs text-ink-faint">
      From {exactTime(figures.from, timezone)} to {exactTime(figures.to, timezone)}. Times to deliver are counted from
      the moment an event was accepted.
    </p>
  )
}
