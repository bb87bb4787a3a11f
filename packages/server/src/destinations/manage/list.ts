import type { Destination } from '@foyer/protocol'
import type { ManageContext } from './context.ts'
import { healthOf, workspaceOf } from './health.ts'
import { type DestinationRow, destinationIn, findDestinations, shownDestination } from './rows.ts'

export async function listDestinations(context: ManageContext, workspaceId: string): Promise<{ items: Destination[] }> {
  const rows = await context.sql<DestinationRow[]>`
    ${findDestinations(context.sql, workspaceId)} ORDER BY created_at, id`
  return { items: await withHealth(context, workspaceId, rows) }
}

export async function showDestination(context: ManageContext, workspaceId: string, id: string): Promise<Destination> {
  const row = await destinationIn(context.sql, workspaceId, id)
  const [shown] = await withHealth(context, workspaceId, [row])
  return shown ?? shownDestination(context.vault, row)
}

async function withHealth(context: ManageContext, workspaceId: string, rows: DestinationRow[]): Promise<Destination[]> {
  const workspace = await workspaceOf(context.sql, workspaceId)
  const health = await healthOf(
    context,
    workspace,
    rows.map(row => row.id)
  )
  return rows.map(row => shownDestination(context.vault, row, health.get(row.id)))
}
