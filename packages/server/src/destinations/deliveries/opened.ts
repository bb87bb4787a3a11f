import { AppError } from '../../http/index.ts'
import { type KnownDestination, readDestinations } from '../directory/destination.ts'
import type { ISql, ManageContext } from '../manage/context.ts'
import type { DestinationRow } from '../manage/rows.ts'

/** As the engine works with it: secrets opened, its kind beside it. */
export async function openedIn(
  context: Pick<ManageContext, 'sql' | 'vault'>,
  workspaceId: string,
  id: string
): Promise<KnownDestination> {
  let problem: unknown
  const all = await readDestinations(context.sql, context.vault, workspaceId, (unreadable, fault) => {
    if (unreadable === id) problem = fault
  })
  const destination = all.find(one => one.id === id)
  if (!destination) throw new Error('a destination cannot be opened', { cause: problem })
  return destination
}

/** What is asked to be sent while nothing leaves would only look as if it were. */
export function assertSends({ enabled, state, problem }: Pick<DestinationRow, 'enabled' | 'state' | 'problem'>): void {
  if (!enabled) throw new AppError('conflict', 'This destination is paused. Turn it on first, or nothing would leave.')
  if (state === 'misconfigured')
    throw new AppError(
      'conflict',
      `Nothing is sent to this destination until somebody has looked at it. Change its settings, or let it go on as it is: what waits is sent by itself then. ${problem ?? ''}`.trim()
    )
}

/** What was asked for once more counts among what a destination was given. */
export const countReceived = (sql: ISql, { id, workspaceId }: KnownDestination, now: Date, count: number) => sql`
  INSERT INTO delivery_tally AS t (workspace_id, destination_id, minute, stage, reason, count)
  VALUES (${workspaceId}, ${id}, date_trunc('minute', ${now}::timestamptz), 'received', '', ${count})
  ON CONFLICT (destination_id, minute, stage, reason) DO UPDATE SET count = t.count + excluded.count`
