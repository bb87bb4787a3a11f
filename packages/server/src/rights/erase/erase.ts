import { forgetFacts } from '../../conversations/index.ts'
import { forgetSentTogether, purgeDeliveries } from '../../destinations/index.ts'
import { forgetSetAside } from '../../intake/index.ts'
import { forgetVisitors } from '../../stores/events/index.ts'
import type { RightsContext } from './context.ts'
import type { OpenErasure } from './rows.ts'

/** Other processes hear a moment later that somebody was erased, and finish what they had begun. */
const settleMs = 5_000
const stepMs = 50

export class Ended extends Error {}

/**
 * After the answer: what does not lie in the records, or was on its way when they were erased from them. Erasures of one workspace go
 * together, since the event store makes the same parts anew for one as for many. Each step may be done again, so an end in between costs
 * nothing but doing it again.
 */
export async function eraseRest(
  context: RightsContext,
  all: readonly OpenErasure[],
  hasEnded: () => boolean
): Promise<void> {
  const [first] = all
  if (!first) return
  const { workspaceId, workspaceNumber: workspace } = first
  const visitors = all.flatMap(one => one.visitors)
  const conversations = all.flatMap(one => one.conversations)
  const pause = async () => {
    if (hasEnded()) throw new Ended('Foyer ends; the erasing goes on after the next start')
    await context.sleep(stepMs)
  }

  const othersKnowAt = Math.max(...all.map(one => one.askedAt.getTime())) + settleMs
  while (!context.isAlone && context.clock().getTime() < othersKnowAt) await pause()
  await context.received()
  const late = await context.sql.begin(async tx => {
    const sentTogether = await purgeDeliveries(tx, workspaceId, visitors)
    await forgetFacts(tx, workspaceId, visitors)
    await forgetSetAside(tx, workspaceId, visitors)
    return sentTogether
  })
  await context.forgetPages(workspaceId, pages => seenBy(context, workspace, visitors, pages))
  const waiting = { sleep: context.sleep, hasEnded }
  const sentTogether = [...all.flatMap(one => one.sentTogether), ...late]
  await forgetSentTogether(context, { workspaceId, workspace, visitors }, sentTogether, waiting)
  await forgetVisitors(context.events, { workspace, visitors, conversations }, waiting)
  await pause()
  await context.leaveLanding(pause)
  await context.forgetMails(conversations)
  await context.sql`
    UPDATE erasures SET finished_at = ${context.clock()}, problem = NULL, visitors = '{}', conversations = '{}',
      sent_together = '[]'
    WHERE id = ANY(${all.map(one => one.id)}::uuid[])`
}

/** Which of these pages they were on. */
async function seenBy({ events }: RightsContext, workspace: number, visitors: string[], pages: string[]) {
  const rows = await events.lookUp<{ page: string }>(
    `SELECT DISTINCT concat(origin, path) AS page FROM events
     WHERE workspace = {workspace:UInt32} AND visitor IN {visitors:Array(UUID)} AND page IN {pages:Array(String)}`,
    { workspace, visitors, pages }
  )
  return rows.map(row => row.page)
}
