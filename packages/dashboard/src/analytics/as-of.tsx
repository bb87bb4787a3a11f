import type { AnswerRange } from '@foyer/protocol'
import { exactTime, relativeTime } from '../time/relative.ts'
import { useNow } from '../time/use-now.ts'

/** When what is shown was true, and by which clocks. */
export function AsOf({ range }: { range: AnswerRange }) {
  const now = useNow(15_000)
  return (
    <p className="text-xs text-ink-faint">
      As of{' '}
      <time dateTime={range.asOf} title={exactTime(range.asOf, range.timezone)}>
        {relativeTime(range.asOf, now, range.timezone)}
      </time>
      , by the clocks of {range.timezone.replaceAll('_', ' ')}.
    </p>
  )
}
