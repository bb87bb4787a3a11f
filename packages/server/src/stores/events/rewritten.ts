import type { EventStore } from './open.ts'

const pollMs = 50
export type Waiting = { sleep(ms: number): Promise<void>; hasEnded(): boolean }

/**
 * The store makes parts anew in the background, also after a restart; this waits for all that a table was asked for, for as long as it
 * takes. Where the store cannot, it is not asked for it any longer.
 */
export async function rewritten(
  events: Pick<EventStore, 'lookUp' | 'command'>,
  table: string,
  waiting: Waiting
): Promise<void> {
  const here = `database = currentDatabase() AND table = '${table}'`
  while (!waiting.hasEnded()) {
    const [under] = await events.lookUp<{ way: number; problem: string }>(
      `SELECT count() AS way, anyIf(latest_fail_reason, latest_fail_reason != '') AS problem
       FROM system.mutations WHERE ${here} AND NOT is_done`
    )
    if (!under || Number(under.way) === 0) return
    if (under.problem) {
      await events.command(`KILL MUTATION WHERE ${here} AND NOT is_done AND latest_fail_reason != ''`)
      throw new Error(`the event store could not rewrite ${table}: ${under.problem.slice(0, 500)}`)
    }
    await waiting.sleep(pollMs)
  }
}
