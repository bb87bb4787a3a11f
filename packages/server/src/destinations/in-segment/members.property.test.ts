import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMembers } from './members.ts'

const of = { workspaceId: 'w', workspaceNumber: 1, segment: { id: 'seg_1', version: '1' } }
const quiet = { warn: () => undefined }

const moments = async (count: number) => {
  for (let left = count; left > 0; left -= 1) await Promise.resolve()
}

/** A world in which somebody comes and goes, whose answers take a while. */
function world() {
  let nowMs = 1_000_000
  const was: { atMs: number; isIn: boolean }[] = [{ atMs: nowMs, isIn: false }]
  const members = createMembers({
    clock: () => new Date(nowMs),
    isReadable: async () => true,
    sleep: async () => undefined,
    log: quiet,
    async inSegment(_whose, _segment) {
      const isIn = was.at(-1)?.isIn === true
      await moments(4)
      return { within: new Set(isIn ? ['ada'] : []) }
    }
  })
  return {
    members,
    now: () => nowMs,
    pass: (ms: number) => {
      nowMs += ms
    },
    turn: (isIn: boolean) => was.push({ atMs: nowMs, isIn }),
    /** Whether that was so at some moment from then until now. */
    wasSince: (fromMs: number, isIn: boolean) =>
      was.some(
        (one, at) => one.isIn === isIn && one.atMs <= nowMs && (was[at + 1]?.atMs ?? Number.POSITIVE_INFINITY) >= fromMs
      )
  }
}

const step = fc.oneof(
  fc.record({ is: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
  fc.record({ is: fc.constant('turn' as const), isIn: fc.boolean() }),
  fc.record({ is: fc.constant('wait' as const), moments: fc.integer({ min: 1, max: 12 }) }),
  /** An event that was created so long before it is claimed. */
  fc.record({ is: fc.constant('judge' as const), agoMs: fc.integer({ min: 0, max: 40_000 }), isAlone: fc.boolean() })
)

test('who is out is never so by an answer older than their event, nor who is in by one older than half a minute', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'large' }), async steps => {
      const { members, now, pass, turn, wasSince } = world()
      const waiting: Promise<void>[] = []
      for (const one of steps) {
        if (one.is === 'pass') pass(one.ms)
        else if (one.is === 'wait') await moments(one.moments)
        else if (one.is === 'turn') turn(one.isIn)
        else {
          const claimedMs = now()
          const createdAt = new Date(claimedMs - one.agoMs)
          const judged = members.of(of, [{ visitor: 'ada', createdAt }], members.begun).then(answer => {
            if (answer.is !== 'answered') throw new Error('it was answered')
            const isIn = answer.isIn('ada')
            const oldest = claimedMs - 30_000
            const earliest = isIn ? oldest : Math.max(oldest, Math.min(claimedMs, createdAt.getTime() + 5_000))
            expect(wasSince(earliest, isIn)).toBe(true)
          })
          if (one.isAlone) await judged
          else waiting.push(judged)
        }
      }
      await Promise.all(waiting)
    }),
    { numRuns: 1_000 }
  )
})

test('what is asked in one moment is asked once, however many lanes it is in, and a thousand at a time', async () => {
  const asked: number[] = []
  const members = createMembers({
    clock: () => new Date(),
    isReadable: async () => true,
    sleep: async () => undefined,
    log: quiet,
    async inSegment({ visitors }) {
      asked.push(visitors.length)
      return { within: new Set(visitors.filter(visitor => visitor.endsWith('7'))) }
    }
  })
  const lanes = Array.from({ length: 300 }, (_, lane) =>
    Array.from({ length: 5 }, (_, at) => ({ visitor: `v${lane * 5 + at}`, createdAt: new Date() }))
  )
  const answers = await Promise.all(lanes.map(lane => members.of(of, lane, members.begun)))
  expect(asked).toEqual([1_000, 500])
  expect(answers.map(one => one.is === 'answered' && one.isIn('v17'))).toEqual(lanes.map((_, lane) => lane === 3))
})

test('whoever waits while Foyer stops, or while the store does not answer, is not known to be in', async () => {
  let isReadable = false
  const members = createMembers({
    clock: () => new Date(),
    isReadable: async () => isReadable,
    sleep: async () => undefined,
    log: quiet,
    inSegment: () => (isReadable ? new Promise(() => undefined) : Promise.reject(new Error('away')))
  })
  const wait = [{ visitor: 'ada', createdAt: new Date() }]
  expect(await members.of(of, wait, members.begun)).toEqual({ is: 'unanswered' })
  isReadable = true
  const never = members.of(of, wait, members.begun)
  await Promise.resolve()
  members.close()
  expect(await never).toEqual({ is: 'unanswered' })
  expect(await members.of(of, wait, members.begun)).toEqual({ is: 'unanswered' })
})
