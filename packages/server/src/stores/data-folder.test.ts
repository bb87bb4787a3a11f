import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDataFolder } from './data-folder.ts'

describe('the data folder', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'foyer-data-'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  test('is made with all above it, and nobody else may look in', async () => {
    const data = await openDataFolder(join(root, 'a', 'data'))
    expect(statSync(data.path).mode & 0o777).toBe(0o700)
    expect([data.records, data.events]).toEqual([join(data.path, 'records'), join(data.path, 'events')])
    data.release()
  })

  test('keeps one secret for ever, readable by its owner alone', async () => {
    const first = await openDataFolder(root)
    const secret = first.secret()
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(statSync(join(root, 'secret')).mode & 0o777).toBe(0o600)
    first.release()
    const second = await openDataFolder(root)
    expect(second.secret()).toBe(secret)
    second.release()
  })

  test('with a damaged secret does not go on with another one', async () => {
    writeFileSync(join(root, 'secret'), '')
    const data = await openDataFolder(root)
    expect(() => data.secret()).toThrow(/secret is damaged\. Restore it/)
    data.release()
  })

  test('I15 of a newer version is left alone', async () => {
    writeFileSync(join(root, 'version'), '2\n')
    await expect(openDataFolder(root)).rejects.toThrow(
      `The data folder ${root} was written by a newer Foyer (layout 2, this one knows 1). Start that version, or restore a copy from before it.`
    )
    expect(readFileSync(join(root, 'version'), 'utf8')).toBe('2\n')
    // And it was let go again.
    writeFileSync(join(root, 'version'), '1\n')
    const data = await openDataFolder(root)
    data.release()
  })

  test('with an unreadable version says which file it is', async () => {
    writeFileSync(join(root, 'version'), 'one')
    await expect(openDataFolder(root)).rejects.toThrow(/^The file \S+\/version should hold a number and does not/)
  })

  test('is refused while it is in use', async () => {
    const data = await openDataFolder(root)
    await expect(openDataFolder(root)).rejects.toThrow(/is in use by another Foyer/)
    data.release()
  })

  test('behind a file says so in one sentence', async () => {
    writeFileSync(join(root, 'file'), '')
    await expect(openDataFolder(join(root, 'file', 'data'))).rejects.toThrow(
      `The data folder ${root}/file/data cannot be made (a file is in its way). Set FOYER_DATA to another one.`
    )
    await expect(openDataFolder(join(root, 'file'))).rejects.toThrow(/cannot be made \(a file is in its way\)/)
  })

  test('that cannot be written to says so in one sentence', async () => {
    // A folder the kernel keeps closed, also to root.
    await expect(openDataFolder('/proc/self')).rejects.toThrow(
      /^The data folder \/proc\/self cannot be written to \(.+\)\. Give this user the right to it, or set FOYER_DATA to another one\.$/
    )
    mkdirSync(join(root, 'closed'), { mode: 0o500 })
    if (process.getuid?.() !== 0)
      await expect(openDataFolder(join(root, 'closed'))).rejects.toThrow(/\(no permission\)/)
  })
})
