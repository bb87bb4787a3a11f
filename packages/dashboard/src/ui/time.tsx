import { useTimezone } from '../session.ts'
import { exactTime, relativeTime } from '../time/relative.ts'
import { useNow } from '../time/use-now.ts'

/** "4 min ago", with the exact time and its timezone on hover. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const now = useNow(15_000)
  const timezone = useTimezone()
  return (
    <time dateTime={at} title={exactTime(at, timezone)} className={className}>
      {relativeTime(at, now, timezone)}
    </time>
  )
}
