import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { ErrorBody, EventBatchAnswer, IdentifyAnswer } from '@foyer/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import { page } from '../visitor.ts'
import { ask, newDataFolder, newVisitors, type Running, startFoyer, storedIds } from './process.ts'

const isRoot = process.platform === 'linux' && process.getuid?.() === 0
const canMount = isRoot && spawnSync('unshare', ['--mount', 'true']).status === 0

const mounted: string[] = []
let running: Running | undefined
let folder = newDataFolder()
afterEach(async () => {
  if (running?.child.exitCode === null) await running.stop()
  for (const place of mounted.splice(0)) spawnSync('umount', ['--lazy', place])
  folder.remove()
  folder = newDataFolder()
})

/** A disk of its own under this folder, as small as this. */
function smallDisk(place: string, megabytes: number): void {
  mkdirSync(place, { recursive: true })
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', place], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`mount: ${made.stderr}`)
  mounted.push(place)
}

/** Takes all the room there is. Answers how to give it back. */
function fill(place: string): () => void {
  const ballast = join(place, 'ballast')
  const file = openSync(ballast, 'w')
  const some = Buffer.alloc(64 * 1024)
  try {
    for (;;) writeSync(file, some)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(file)
  }
  return () => rmSync(ballast)
}

async function sendTo(url: string, agentId: string, visitor: IdentifyAnswer, paths: string[]) {
  const events = paths.map(path => page(path))
  const began = performance.now()
  const answer = await ask<EventBatchAnswer & Partial<ErrorBody>>(
    url,
    `/api/visitors/${visitor.visitorId}/events`,
    { agentId, events },
    visitor.token
  )
  return { ...answer, ids: events.map(event => event.id), ms: performance.now() - began }
}

describe.skipIf(!canMount)('I5 a full disk (skipped where no small disk can be mounted)', () => {
  test('of the event store costs nothing: events land beside it, and are stored when there is room again', async () => {
    smallDisk(join(folder.data, 'events'), 64)
    running = await startFoyer(folder.data)
    const { url } = running
    const { agentId, visitors } = await newVisitors(url, 1)
    const [visitor] = visitors
    if (!visitor) throw new Error('no visitor')
    const acked: string[] = []
    const send = async (paths: string[]) => {
      const answer = await sendTo(url, agentId, visitor, paths)
      if (answer.status === 202) acked.push(...answer.ids)
      return answer
    }
    expect(await send(['/before'])).toMatchObject({ status: 202 })
    await expect.poll(() => storedIds(url, visitor.visitorId), { timeout: 10_000 }).toHaveLength(1)
    const giveBack = fill(join(folder.data, 'events'))
    for (let n = 0; n < 20; n += 1) expect(await send([`/full/${n}`])).toMatchObject({ status: 202 })
    giveBack()
    await expect
      .poll(async () => (await storedIds(url, visitor.visitorId)).sort(), { timeout: 10_000 })
      .toEqual(acked.sort())
    expect(await send(['/after'])).toMatchObject({ status: 202 })
    expect(await running.stop()).toBe(0)
    running = await startFoyer(folder.data)
    expect((await storedIds(running.url, visitor.visitorId)).sort()).toEqual(acked.sort())
  }, 120_000)

  test('of everything is told as 503 within a second, loses nothing acknowledged, and ends with the shortage', async () => {
    smallDisk(folder.data, 256)
    running = await startFoyer(folder.data)
    const { url } = running
    const { agentId, visitors } = await newVisitors(url, 1)
    const [visitor] = visitors
    if (!visitor) throw new Error('no visitor')
    const acked: string[] = []
    const send = async (count: number) => {
      const answer = await sendTo(
        url,
        agentId,
        visitor,
        Array.from({ length: count }, (_, at) => `/${at}`)
      )
      if (answer.status === 202) acked.push(...answer.ids)
      return answer
    }
    expect(await send(1)).toMatchObject({ status: 202 })
    const giveBack = fill(folder.data)
    // PostgreSQL has some room left in its log; the first that finds none is told so.
    let refused = await send(400)
    for (let n = 0; n < 400 && refused.status === 202; n += 1) refused = await send(400)
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'store_behind' } } })
    expect(refused.ms).toBeLessThan(1_500)
    giveBack()
    await expect.poll(async () => (await send(1)).status, { timeout: 20_000, interval: 500 }).toBe(202)
    await expect
      .poll(async () => (await storedIds(url, visitor.visitorId)).sort(), { timeout: 20_000 })
      .toEqual(expect.arrayContaining(acked))
    const stored = await storedIds(url, visitor.visitorId)
    expect(new Set(stored).size).toBe(stored.length)
    await running.stop()
    running = await startFoyer(folder.data)
    expect(await storedIds(running.url, visitor.visitorId)).toEqual(expect.arrayContaining(acked))
  }, 180_000)
})
