import type { SegmentUse } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import { plainText } from '../../../words/people.ts'

const kinds = { segment: 'Segment', report: 'Saved report', message: 'Message', destination: 'Destination' } as const
const look = 'rounded-sm text-accent hover:underline'

/** What a change takes hold in, each a click away. */
export function UsedBy({ uses }: { uses: readonly SegmentUse[] }) {
  if (uses.length === 0) return null
  return (
    <section aria-label="Where it is used" className="flex flex-col gap-1.5 text-sm">
      <h2 className="text-xs text-ink-faint">A change takes hold here too</h2>
      <ul className="flex flex-col gap-1">
        {uses.map(use => (
          <li key={use.id} className="min-w-0 wrap-anywhere">
            <span className="text-ink-soft">{kinds[use.kind]}</span> <UseLink use={use} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function UseLink({ use: { kind, id, name, agentId } }: { use: SegmentUse }) {
  const shown = <bdi>{plainText(name)}</bdi>
  const params = { id }
  if (kind === 'destination')
    return (
      <Link to="/integrations/$id/settings" params={params} className={look}>
        {shown}
      </Link>
    )
  if (kind === 'segment')
    return (
      <Link to="/analytics/segments/$id" params={params} className={look}>
        {shown}
      </Link>
    )
  if (kind === 'report')
    return (
      <Link to="/analytics/reports/$id" params={params} className={look}>
        {shown}
      </Link>
    )
  return agentId === undefined ? (
    shown
  ) : (
    <Link to="/agents/$id/messages" params={{ id: agentId }} search={{ edit: id }} className={look}>
      {shown}
    </Link>
  )
}
