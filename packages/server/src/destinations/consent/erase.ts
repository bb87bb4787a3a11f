import type { ISql } from 'postgres'
import type { EventStore } from '../../stores/events/index.ts'

/**
 * Nothing more of these visitors is sent, and nothing that was is kept. In the transaction that erases them; `forgetSent` comes after it.
 */
export async function purgeDeliveries(tx: ISql, workspaceId: string, visitors: readonly string[]): Promise<void> {
  await tx`
    DELETE FROM deliveries WHERE workspace_id = ${workspaceId} AND visitor_id = ANY(${[...visitors]}::uuid[])`
  await tx`
    DELETE FROM delivery_lanes l USING destinations d
    WHERE d.id = l.destination_id AND d.workspace_id = ${workspaceId} AND l.lane = ANY(${[...visitors]}::uuid[])`
  await tx`
    DELETE FROM visitor_consents WHERE workspace_id = ${workspaceId} AND visitor_id = ANY(${[...visitors]}::uuid[])`
}

export const forgetSent = (events: EventStore, workspaceNumber: number, visitors: readonly string[]): Promise<void> =>
  events.command('DELETE FROM deliveries WHERE workspace = {workspace:UInt32} AND visitor IN {visitors:Array(UUID)}', {
    workspace: workspaceNumber,
    visitors: [...visitors]
  })
