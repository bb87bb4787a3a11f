import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { count, counted } from '../../../words/numbers.ts'
import type { FunnelPart } from './funnel-data.ts'
import { atMostText, shortTook, tookText } from './funnel-words.ts'

/** How long people took from the first step to the last: the middle, the slow ones, and all of them. */
export function TimeToConvert({ of: { medianSeconds, p90Seconds, buckets } }: { of: FunnelPart['timeToConvert'] }) {
  const people = buckets.reduce((sum, bucket) => sum + bucket.people, 0)
  const most = Math.max(1, ...buckets.map(bucket => bucket.people))
  if (medianSeconds === undefined || people === 0)
    return (
      <section className="flex flex-col gap-1">
        <h2 className="text-base font-medium">Time to convert</h2>
        <p className="text-sm text-ink-soft">Nobody has come to the last step, so there is no time to measure yet.</p>
      </section>
    )
  return (
    <ChartFrame
      title="Time to convert"
      note={
        <>
          Half took no longer than <strong className="font-medium text-ink">{atMostText(medianSeconds)}</strong>
          {p90Seconds !== undefined && (
            <>
              , nine of ten no longer than <strong className="font-medium text-ink">{atMostText(p90Seconds)}</strong>
            </>
          )}
          . {counted(people, 'person', 'people')}, from the first step to the last.
        </>
      }
      table={{
        columns: [{ label: 'Took' }, { label: 'People', isNumber: true }],
        rows: buckets.map(bucket => ({
          key: String(bucket.fromSeconds),
          cells: [spanText(bucket), count(bucket.people)]
        }))
      }}
    >
      <ol aria-hidden className="@container flex h-44 items-end gap-1 pt-4">
        {buckets.map(bucket => (
          <li
            key={bucket.fromSeconds}
            title={`${spanText(bucket)}: ${counted(bucket.people, 'person', 'people')}`}
            className="flex h-full max-w-24 min-w-0 flex-1 flex-col justify-end gap-1 text-center text-xs"
          >
            {bucket.people > 0 && <span className="text-ink-soft">{count(bucket.people)}</span>}
            <span
              className="rounded-t-[3px] bg-accent"
              style={{ height: `${(bucket.people / most) * 75}%`, minHeight: bucket.people > 0 ? 3 : 1 }}
            />
            <span className="h-4 whitespace-nowrap text-ink-faint @max-lg:[li:nth-child(even)>&]:invisible">
              {shortTook(bucket.fromSeconds)}
            </span>
          </li>
        ))}
      </ol>
    </ChartFrame>
  )
}

function spanText({ fromSeconds, toSeconds }: { fromSeconds: number; toSeconds: number }): string {
  const [from, to] = [tookText(fromSeconds), tookText(toSeconds)]
  return from === to ? from : `${from} to ${to}`
}
