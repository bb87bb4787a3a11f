import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findBinaries } from './binaries.ts'
import { whyItEnded } from './postmaster.ts'
import { socketFolder, socketName } from './socket-folder.ts'

describe('the binaries of the embedded PostgreSQL', () => {
  test('a platform without them is told to bring a server of its own', () => {
    expect(() => findBinaries('win32-x64')).toThrow(
      'There is no embedded PostgreSQL for win32-x64. Set FOYER_POSTGRES_URL to a PostgreSQL 15 or newer.'
    )
  })
  test('their major version is known without running them', () => {
    expect(findBinaries().major).toBe(18)
  })
})

describe('the socket of the embedded PostgreSQL', () => {
  let temporary: string
  const account = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, isSelf: true, mayPassEverywhere: false }
  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), 'foyer-socket-'))
  })
  afterEach(() => rmSync(temporary, { recursive: true }))

  test('lies beside the data', () => {
    expect(socketFolder(temporary, account)).toBe(join(temporary, 'socket'))
  })
  test('moves to a short folder of its own where the path would be over 107 bytes, always the same one', () => {
    const long = join(temporary, 'ü'.repeat(50))
    const chosen = socketFolder(long, account, temporary)
    expect(chosen).toMatch(/\/foyer-[0-9a-f]{16}$/)
    expect(Buffer.byteLength(join(chosen, socketName))).toBeLessThanOrEqual(107)
    expect(socketFolder(long, account, temporary)).toBe(chosen)
  })
  test('is not put where others may look in', () => {
    chmodSync(socketFolder(temporary, account), 0o777)
    expect(() => socketFolder(temporary, account)).toThrow(/belongs to someone else/)
  })
  test('is not put into a folder of another user', () => {
    socketFolder(temporary, account)
    expect(() => socketFolder(temporary, { ...account, uid: account.uid + 1 })).toThrow(/belongs to someone else/)
  })
})

describe('why the server ended', () => {
  test('is its fatal message, without its clock', () => {
    const log = '2026-01-01 LOG:  starting\n2026-01-01 UTC [1] FATAL:  lock file exists\n2026-01-01 HINT:  x\n'
    expect(whyItEnded(log)).toBe('lock file exists')
  })
  test('is the last line where there is no such message', () => {
    expect(whyItEnded('postgres: cannot execute\n')).toBe('postgres: cannot execute')
    expect(whyItEnded('')).toBe('it gave no reason')
  })
})
