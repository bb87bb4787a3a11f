import type { DeliveryDetail } from '@foyer/protocol'
import { notFound } from '../../http/index.ts'
import type { EventStore } from '../../stores/events/index.ts'
import { readConsent } from '../consent/consent.ts'
import type { ISql } from '../manage/context.ts'
import { workspaceOf } from '../manage/health.ts'
import { destinationIn } from '../manage/rows.ts'
import { asKnown, sampleOf } from '../stored/as-known.ts'
import { namesOf, shownDelivery, type WholeRow, wholeDelivery } from './rows.ts'

type Deps = { sql: ISql; events: EventStore }

/** Of a destination that was deleted nothing is shown any more. */
export async function deliveryIn(deps: Deps, workspaceId: string, id: string): Promise<WholeRow> {
  const workspace = await workspaceOf(deps.sql, workspaceId)
  const row = await wholeDelivery(deps, workspace, id)
  if (!row) throw notFound('delivery')
  return row
}

export async function showDelivery(deps: Deps, workspaceId: string, id: string): Promise<DeliveryDetail> {
  const row = await deliveryIn(deps, workspaceId, id)
  return shownWhole(deps, workspaceId, row)
}

export async function shownWhole(deps: Deps, workspaceId: string, row: WholeRow): Promise<DeliveryDetail> {
  const { personal } = await destinationIn(deps.sql, workspaceId, row.destination)
  const said = readConsent(row.event.context.consent)
  const [seen] = await asKnown(deps.sql, [{ event: row.event, said, visitor: row.visitor }], personal)
  return {
    ...shownDelivery(row, await namesOf(deps.sql, workspaceId)),
    attemptList: row.log,
    sample: sampleOf((seen ?? row).event),
    rules: row.rules,
    ...(row.together > 1 ? { together: row.together } : {})
  }
}
