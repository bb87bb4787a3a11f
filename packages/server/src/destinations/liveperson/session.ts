import type { Answer, Mapped, Memory, Moment } from '../kind.ts'
import { toldBy } from './told.ts'

/** LivePerson keeps a visit for six hours at most; one nobody added to for so long has ended there. */
const idleMs = 30 * 60_000
const oldestMs = 6 * 3_600_000

/** Of whom LivePerson is told: `vid` is the browser, `sid` the visit, both as LivePerson named them. */
export type Pair = { vid?: string; sid?: string; from: 'page' | 'kept' | 'nowhere' }

const id = /^[\w.~=+/-]{1,128}$/
const idIn = (value: unknown) => (typeof value === 'string' && id.test(value) ? value : undefined)

function onPage(told: unknown): Pair | undefined {
  if (typeof told !== 'object' || told === null) return undefined
  const { vid, sid } = told as Record<string, unknown>
  const [browser, visit] = [idIn(vid), idIn(sid)]
  return browser === undefined
    ? undefined
    : { vid: browser, ...(visit === undefined ? {} : { sid: visit }), from: 'page' }
}

/** What the page's own lpTag said comes first: everything else would make a second visitor of this one. */
export function pairOf(mapped: readonly Mapped[], at: Pick<Moment, 'memory' | 'now'>): Pair {
  const { memory, now } = at
  const told = mapped.map(({ event }) => onPage(event.context.liveperson)).findLast(pair => pair !== undefined)
  if (told && told.vid !== memory.refusedVid) return told
  const { vid, sid, usedAt, since } = memory
  const isOver =
    now.getTime() - Number(usedAt ?? 0) > idleMs || (since !== undefined && now.getTime() - Number(since) > oldestMs)
  if (isOver || typeof vid !== 'string') return { from: 'nowhere' }
  return { vid, ...(typeof sid === 'string' ? { sid } : {}), from: 'kept' }
}

/** What is kept after an answer that names the visit. */
export function remembered(answer: Answer, pair: Pair, at: Pick<Moment, 'memory' | 'now'>): Memory {
  const { body } = toldBy(answer)
  const vid = idIn(body.visitorId) ?? idIn(body.vid) ?? pair.vid
  const sid = idIn(body.sessionId) ?? idIn(body.sid) ?? pair.sid
  const now = at.now.getTime()
  if (vid === undefined) return refusal(at.memory)
  const isSame = sid !== undefined && sid === at.memory.sid && at.memory.since !== undefined
  return {
    ...refusal(at.memory),
    vid,
    ...(sid === undefined ? {} : { sid }),
    usedAt: now,
    since: isSame ? Number(at.memory.since) : now
  }
}

/** The browser that a cold account named while it was loading; its visit is named later. */
export const rememberedBrowser = (vid: string, at: Pick<Moment, 'memory' | 'now'>): Memory => ({
  ...refusal(at.memory),
  vid,
  usedAt: at.now.getTime()
})

/** Ids that LivePerson does not know (any more) are not sent again, wherever they came from. */
export const forgotten = (pair: Pair, memory: Memory): Memory =>
  pair.from === 'page' && pair.vid !== undefined ? { refusedVid: pair.vid } : refusal(memory)

const refusal = ({ refusedVid }: Memory): Memory => (refusedVid === undefined ? {} : { refusedVid })
