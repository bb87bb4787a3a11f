import { AppError } from '../http/index.ts'
import type { DoorAgent } from '../identity/index.ts'
import type { Count } from './count.ts'

type Entering = { count: Count; counted(entry: string, count: number): void }

/** Into the ledger: what arrived, and what became of it. */
export function enter(
  deps: Entering,
  agent: DoorAgent,
  nowMs: number,
  received: number,
  stored: number,
  duplicates: number,
  refused: { code: string }[],
  droppedInPage: Record<string, number> | undefined
): void {
  const add = (entry: string, count: number) => {
    deps.count.ledger.add(agent.workspaceId, agent.uuid, nowMs, entry, count)
    deps.counted(entry, count)
  }
  add('received', received)
  add('stored', stored)
  add('duplicate', duplicates)
  for (const { code } of refused) add(code, 1)
  for (const [reason, count] of Object.entries(droppedInPage ?? {})) {
    if (/^[a-z_]{1,40}$/.test(reason)) add(`page:${reason}`, count)
  }
}

export const recordsBehind = () =>
  new AppError('store_behind', 'The records are behind. Nothing of this batch was lost; send it again in a moment.', {
    retryAfterSeconds: 5
  })
