import { pino } from 'pino'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { startServerByUrl } from '../../../test/postgres.ts'
import { openRecords } from './open.ts'

const log = pino({ level: 'silent' })

test('events of its own are held over a PostgreSQL that cuts every connection, and those who share theirs start beside each other', async () => {
  const server = await startServerByUrl()
  const url = await server.newDatabase()
  const admin = postgres(url, { max: 1 })
  const open = (ownEvents: boolean) => openRecords({ url, folder: '', log, ownEvents })
  const holders = async () => {
    const rows = await admin<
      { mode: string; pid: number }[]
    >`SELECT mode, pid FROM pg_locks WHERE locktype = 'advisory' AND database IN (
      SELECT oid FROM pg_database WHERE datname = current_database())`
    return rows
  }
  const modes = async () => (await holders()).map(row => row.mode)
  const alone = await open(true)
  const [cut] = await holders()
  expect(cut?.mode).toBe('ExclusiveLock')
  await admin`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`
  await expect
    .poll(async () => (await holders()).filter(({ pid }) => pid !== cut?.pid).map(row => row.mode), { timeout: 20_000 })
    .toEqual(['ExclusiveLock'])
  await expect(open(false)).rejects.toThrow('that one has an event store of its own')
  await expect(alone.health()).resolves.toBeUndefined()
  await alone.close()
  const [one, two] = await Promise.all([open(false), open(false)])
  expect(await modes()).toEqual(['ShareLock', 'ShareLock'])
  await Promise.all([one.close(), two.close()])
  await admin.end()
  await server.stop()
}, 90_000)
