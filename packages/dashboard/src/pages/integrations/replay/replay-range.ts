import { serverNow } from '../../../time/clock.ts'
import { type ReplayAddress, spanOf } from '../integrations-address.ts'

/** To the end of the minute, so that the same choice is the same question while somebody reads its answer. */
const minuteMs = 60_000

/** From when to when an address means; nothing while one of them is missing or they are the wrong way round. */
export function rangeOf(
  address: ReplayAddress,
  timezone: string,
  now = serverNow()
): { from: string; to: string } | undefined {
  if (address.span !== 'own') {
    const to = Math.ceil(now / minuteMs) * minuteMs
    return rangeText(to - spanOf(address.span).minutes * minuteMs, to)
  }
  const from = wallMs(address.from, timezone)
  const to = wallMs(address.to, timezone)
  return from === undefined || to === undefined || from >= to ? undefined : rangeText(from, to)
}

const rangeText = (from: number, to: number) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })

/** The moment at which the clocks of the workspace show this. */
function wallMs(wall: string | undefined, timezone: string): number | undefined {
  const asUtc = Date.parse(`${wall}:00Z`)
  if (Number.isNaN(asUtc)) return undefined
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  const first = asUtc - aheadMs(asUtc, timezone)
  return asUtc - aheadMs(first, timezone)
}

function aheadMs(at: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric'
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find(part => part.type === type)?.value)
  return (
    Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute')) - Math.floor(at / minuteMs) * minuteMs
  )
}
