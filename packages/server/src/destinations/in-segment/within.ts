import type { KnownDestination, OfSegment } from '../directory/destination.ts'

type Found = { within: ReadonlySet<string> } | { broken: string }
/** Of many visitors, who is in a segment now; or why nobody can say so until somebody has changed it. */
export type InSegment = (
  whose: { workspaceId: string; workspaceNumber: number; visitors: readonly string[] },
  segment: string
) => Promise<Found>

/** Of a destination that is limited to a segment. */
export type Limited = Pick<KnownDestination, 'workspaceId' | 'workspaceNumber'> & { segment: Pick<OfSegment, 'id'> }

/** In one statement. */
const mostAtOnce = 1_000

export async function withinOf(inSegment: InSegment, of: Limited, visitors: readonly string[]): Promise<Found> {
  const { workspaceId, workspaceNumber, segment } = of
  const within = new Set<string>()
  for (let at = 0; at < visitors.length; at += mostAtOnce) {
    const some = visitors.slice(at, at + mostAtOnce)
    const found = await inSegment({ workspaceId, workspaceNumber, visitors: some }, segment.id)
    if ('broken' in found) return found
    for (const visitor of found.within) within.add(visitor)
  }
  return { within }
}
