import type { Queue, Queued } from '../record/queue.ts'

/*
 * A page that is left hands its last words to the browser, and cannot hear whether they arrived. Nobody sends them again before the
 * server was asked which of them it has.
 */

/** The next page lets them arrive, and asks. */
const doubtAfterMs = 2000
/** Nobody has got round to asking, and that page is left as well: once more then, since no page may follow. */
const handAgainMs = 10_000

export const isFree = (item: Queued): boolean => item.handed === undefined

// This way round what a page has written over is asked about, too, and not kept for ever.
const isHandedFor = (ms: number, { handed }: Queued, now: number) =>
  handed !== undefined && !(Math.abs(now - handed) < ms)

export const isDoubtful = (item: Queued, now: number): boolean => isHandedFor(doubtAfterMs, item, now)
export const mayBeHanded = (item: Queued, now: number): boolean => isFree(item) || isHandedFor(handAgainMs, item, now)

/** Of those asked about, what is not missing is stored. The others are sent like any; all of them where the server does not say. */
export const clearDoubts = (queue: Pick<Queue, 'remove'>, asked: Queued[], missing?: string[]): void => {
  if (missing) queue.remove(asked.filter(item => !missing.includes(item.event.id)))
  for (const item of asked) item.handed = undefined
}
