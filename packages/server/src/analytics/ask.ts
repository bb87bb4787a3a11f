import { AppError } from '../http/index.ts'
import type { EventStore, QueryParams } from '../stores/events/index.ts'
import { cancelled, newMark, type UnderWay } from './asks.ts'

/** At once, of one workspace: one of two lanes stays free for the others. */
const atOnce = 1
/** A page of the dashboard asks about a dozen questions. */
const mostWaiting = 40

type Turn = { running: number; waiting: (() => void)[] }

/**
 * Asks the event store on behalf of a workspace. Each has its turn, so that one that asks for much waits for itself and for nobody else,
 * and what is too much for the store comes back as a sentence.
 */
export function createAsk(events: Pick<EventStore, 'report'>) {
  const turns = new Map<number, Turn>()

  async function begin(workspace: number): Promise<Turn> {
    const turn = turns.get(workspace) ?? { running: 0, waiting: [] }
    turns.set(workspace, turn)
    if (turn.running < atOnce) {
      turn.running += 1
      return turn
    }
    if (turn.waiting.length >= mostWaiting)
      throw new AppError(
        'too_many_requests',
        'Too many reports of this workspace wait already. Try again in a few seconds.',
        {
          retryAfterSeconds: 5
        }
      )
    await new Promise<void>(resolve => turn.waiting.push(resolve))
    return turn
  }

  function end(workspace: number, turn: Turn): void {
    const next = turn.waiting.shift()
    if (next) {
      next()
      return
    }
    turn.running -= 1
    if (turn.running === 0) turns.delete(workspace)
  }

  return async function ask<Row>(
    workspace: number,
    sql: string,
    params: QueryParams,
    underWay: UnderWay | undefined
  ): Promise<Row[]> {
    const turn = await begin(workspace)
    const mark = newMark()
    try {
      if (underWay?.isCancelled) throw cancelled()
      if (underWay) underWay.mark = mark
      return await events.report<Row>(sql, params, mark)
    } catch (fault) {
      throw underWay?.isCancelled ? cancelled() : refusalOf(fault)
    } finally {
      if (underWay) {
        underWay.mark = undefined
        underWay.statements += 1
      }
      end(workspace, turn)
    }
  }
}

export type Ask = ReturnType<typeof createAsk>

const tooHeavy =
  'This is too much for one answer: it would take longer than ten seconds or more than a gigabyte of memory. Ask about a shorter time, fewer steps or a coarser breakdown.'
/** By ClickHouse's own numbers. */
const refusals: Record<string, string> = {
  158: tooHeavy,
  159: tooHeavy,
  160: tooHeavy,
  241: tooHeavy,
  396: tooHeavy,
  427: 'One of the patterns is no regular expression that the event store can read.'
}

export function refusalOf(fault: unknown): unknown {
  if (!(fault instanceof Error)) return fault
  const code = 'clickhouseCode' in fault ? fault.clickhouseCode : 'code' in fault ? fault.code : ''
  const sentence = refusals[String(code)]
  return sentence === undefined ? fault : new AppError('invalid', sentence, { field: 'filters' })
}
