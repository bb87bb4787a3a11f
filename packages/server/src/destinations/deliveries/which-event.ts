import type { SampleEvent } from '@foyer/protocol'
import { AppError, toUuid } from '../../http/index.ts'
import type { OutgoingEvent } from '../kind.ts'
import type { ManageContext } from '../manage/context.ts'
import { workspaceOf } from '../manage/health.ts'
import type { DestinationRow } from '../manage/rows.ts'
import { withPersonalRules } from '../personal/personal.ts'
import { fromSample } from '../sample.ts'
import { asKnown } from '../stored/as-known.ts'
import { eventWithId } from '../stored/find.ts'

export type Which = { event?: SampleEvent; eventId?: string }
const nobody = '00000000-0000-0000-0000-000000000000'

/** The event that is meant, as the destination may know it: one that was stored, or one made up; and whose it is. */
export async function whichEvent(
  deps: Pick<ManageContext, 'sql' | 'events' | 'clock'>,
  workspaceId: string,
  { agents, personal }: Pick<DestinationRow, 'agents' | 'personal'>,
  { event, eventId }: Which
): Promise<{ event: OutgoingEvent; visitor: string }> {
  if (eventId !== undefined) {
    const { number } = await workspaceOf(deps.sql, workspaceId)
    const stored = await eventWithId(deps.events, { workspaceNumber: number, agents }, eventId)
    const [known] = stored ? await asKnown(deps.sql, [stored], personal) : []
    if (!known)
      throw new AppError('invalid', 'There is no such event here, or its visitor was erased. Choose another one.', {
        field: 'eventId'
      })
    return known
  }
  if (!event)
    throw new AppError('invalid', 'Say which event is meant: "event" with one made up, or "eventId" of a stored one.', {
      field: 'event'
    })
  // Whatever is made up for a test is taken to be proven.
  const proven = event.visitor?.traits
  const id = event.visitor?.id ?? ''
  return {
    event: withPersonalRules(fromSample(event, deps.clock()), personal, proven),
    visitor: /^vis_[0-9a-f]{32}$/.test(id) ? toUuid(id) : nobody
  }
}
