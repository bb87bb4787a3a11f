import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'

describe('the lock on a folder', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'foyer-lock-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const inUse = /^The folder \S+ is in use by another Foyer \(process \d+\)\. Stop that one, or set FOYER_DATA/
  const rewrite = (change: Record<string, unknown>) => {
    const path = join(folder, 'lock')
    const holder = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify({ ...holder, ...change }))
  }

  test('is had by one, and by the next after it is given back', async () => {
    const first = await lockFolder(folder)
    await expect(lockFolder(folder)).rejects.toThrow(inUse)
    first.release()
    const second = await lockFolder(folder)
    second.release()
    expect(readdirSync(folder)).toEqual([])
  })

  test('of a process that was killed is taken over at once', async () => {
    const child = await holdElsewhere(folder)
    await expect(lockFolder(folder)).rejects.toThrow(inUse)
    await kill(child)
    const began = performance.now()
    const lock = await lockFolder(folder)
    expect(performance.now() - began).toBeLessThan(2_500)
    lock.release()
  })

  test('is not taken for held when its process number belongs to a later process', async () => {
    await lockFolder(folder)
    rewrite({ started: 'before the machine was started again' })
    const lock = await lockFolder(folder)
    lock.release()
  })

  test('is had by exactly one of many that find a stale one', async () => {
    const child = await holdElsewhere(folder)
    await kill(child)
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)))
    const had = tries.filter(({ status }) => status === 'fulfilled')
    expect(had).toHaveLength(1)
  })

  test('a file that is no lock, as a power cut may leave, does not bar the folder for ever', async () => {
    writeFileSync(join(folder, 'lock'), '')
    const lock = await lockFolder(folder)
    lock.release()
  })

  test('of a living process in another container holds, because it is touched', async () => {
    const first = await lockFolder(folder)
    rewrite({ world: 'another container', pid: 999_999 })
    await expect(lockFolder(folder)).rejects.toThrow(inUse)
    first.release()
  })

  test('of a dead process in another container is taken over within 5 s', async () => {
    const child = await holdElsewhere(folder)
    await kill(child)
    rewrite({ world: 'another container' })
    const lock = await lockFolder(folder)
    lock.release()
  })
})

async function holdElsewhere(folder: string): Promise<ChildProcess> {
  const source = `
    import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'))}
    await lockFolder(${JSON.stringify(folder)})
    console.log('held')
    process.stdin.resume()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
