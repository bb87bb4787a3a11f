import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../test/start.ts'
import { page, send } from '../../test/visitor.ts'
import { mintWorkspace, settled, turnClock, useServer } from '../../test/workspace.ts'
import { type Guest, guest } from '../conversations/testing/talking.ts'
import { addRule, dismiss, idsFor, isShown, setLimits } from './testing/rules.ts'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer()
  useServer(server)
})
afterAll(() => server.stop())

const minute = 60_000
const day = 24 * 60 * minute
let ahead = 0
const later = (ms: number) => {
  ahead += ms
  return turnClock(ahead)
}

test('B5 once in a visit is again in the next one; some times in some days, and the quiet after one was closed, end', async () => {
  const workspace = await mintWorkspace()
  await setLimits(workspace, { perDay: 3, quietDays: 2 })
  const visitor: Guest = await guest(workspace)
  const browse = async () => {
    await send(workspace, visitor, [page('/', { timestamp: Date.now() + ahead })], { sentAt: Date.now() + ahead })
    await settled()
  }
  const [visit, twice] = [
    await addRule(workspace, { frequency: { kind: 'visit' } }),
    await addRule(workspace, { frequency: { kind: 'times', times: 2, days: 3 } })
  ]
  await browse()
  expect(await isShown(workspace, visitor, visit)).toBe(true)
  await later(20 * minute)
  await browse()
  // The visit goes on, although half an hour has passed since it was shown.
  await later(20 * minute)
  await browse()
  expect(await isShown(workspace, visitor, visit)).toBe(false)
  await later(31 * minute)
  await browse()
  expect(await idsFor(workspace, visitor)).toEqual([visit.id, twice.id])
  expect(await isShown(workspace, visitor, visit)).toBe(true)
  expect(await isShown(workspace, visitor, twice)).toBe(true)
  // Three in 24 hours.
  expect(await isShown(workspace, visitor, twice)).toBe(false)
  await later(day)
  const id = randomUUID()
  expect(await isShown(workspace, visitor, twice, id)).toBe(true)
  await later(day)
  expect(await isShown(workspace, visitor, twice)).toBe(false)
  await dismiss(workspace, visitor, id)
  expect(await idsFor(workspace, visitor)).toEqual([])
  await later(2 * day - minute)
  expect(await idsFor(workspace, visitor)).toEqual([])
  await later(2 * minute)
  expect(await idsFor(workspace, visitor)).toEqual([visit.id, twice.id])
})
