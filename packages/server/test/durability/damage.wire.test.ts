import { readdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { page } from '../visitor.ts'
import { ask, newDataFolder, newVisitors, type Running, startFoyer, storedIds } from './process.ts'

let running: Running | undefined
const folder = newDataFolder()
afterEach(async () => {
  if (running?.child.exitCode === null) await running.stop()
  folder.remove()
})

test('I14 a part of the event store that a bad disk tore is missed aloud at the next start, with how much it held', async () => {
  running = await startFoyer(folder.data)
  const { url } = running
  const { agentId, visitors } = await newVisitors(url, 1)
  const [visitor] = visitors
  if (!visitor) throw new Error('no visitor')
  const events = Array.from({ length: 30 }, (_, at) => page(`/${at}`))
  await ask(url, `/api/visitors/${visitor.visitorId}/events`, { agentId, events }, visitor.token)
  await expect.poll(() => storedIds(url, visitor.visitorId), { timeout: 10_000 }).toHaveLength(30)
  await running.stop()

  for (const part of eventParts(folder.data)) truncateSync(join(part, 'data.bin'), 10)
  running = await startFoyer(folder.data)
  expect(running.printed()).toMatch(/could not read 1 of its parts and set them aside; about 30 events are missing/)
  expect(await storedIds(running.url, visitor.visitorId)).toEqual([])
  // It goes on with what there is.
  const again = await ask(running.url, `/api/visitors/${visitor.visitorId}/events`, { agentId, events }, visitor.token)
  expect(again.status).toBe(202)
}, 120_000)

const eventParts = (data: string) =>
  readdirSync(join(data, 'events', 'store'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.name === 'data.bin' && /\/\d{8}_\d+_\d+_\d+$/.test(entry.parentPath))
    .map(entry => entry.parentPath)
