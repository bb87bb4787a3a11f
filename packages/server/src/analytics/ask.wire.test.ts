import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAsk } from './ask.ts'
import { openGoldenStore } from './testing/golden-store.ts'

let store: Awaited<ReturnType<typeof openGoldenStore>>
beforeAll(async () => {
  store = await openGoldenStore()
})
afterAll(() => store.close())

/** The engine itself, watched: who is asking it at each moment. */
function watched() {
  const asking: number[] = []
  const seen: number[][] = []
  const ask = createAsk({
    report: async (sql, params, mark) => {
      const workspace = Number(params.workspace)
      asking.push(workspace)
      seen.push([...asking])
      try {
        return await store.events.report(sql, params, mark)
      } finally {
        asking.splice(asking.indexOf(workspace), 1)
      }
    }
  })
  const sql = 'SELECT count() AS events FROM events WHERE workspace = {workspace:UInt32}'
  return { seen, ask: (workspace: number) => ask<{ events: number }>(workspace, sql, { workspace }, undefined) }
}

test('DA4 a workspace asks one question at a time, and another one beside it', async () => {
  const { seen, ask } = watched()
  const done: number[] = []
  const first = Array.from({ length: 12 }, (_, index) => ask(7).then(() => done.push(index)))
  const answers = await Promise.all([ask(8), ask(8)])
  await Promise.all(first)
  expect(answers[0]?.[0]?.events).toBeGreaterThan(100)
  // Whoever came first is answered first.
  expect(done).toEqual([...done].sort((one, other) => one - other))
  expect(seen).toHaveLength(14)
  for (const workspace of [7, 8])
    expect(Math.max(...seen.map(asking => asking.filter(one => one === workspace).length))).toBe(1)
  expect(Math.max(...seen.map(asking => asking.length))).toBe(2)
})

test('DA4 forty questions of a workspace wait, and the next is told to come later; a refused one leaves no gap', async () => {
  const { ask } = watched()
  const asked = Array.from({ length: 42 }, () => ask(7))
  const outcomes = await Promise.allSettled(asked)
  expect(outcomes.filter(outcome => outcome.status === 'fulfilled')).toHaveLength(41)
  expect(outcomes.findIndex(outcome => outcome.status === 'rejected')).toBe(41)
  expect((await ask(7))[0]?.events).toBeGreaterThan(100)
})
