import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRecords } from './open.ts'
import { recordsContract, silent } from './records.contract.ts'
import { chosenServer, type ServerByUrl, startServerByUrl } from './testing/server-by-url.ts'

recordsContract('embedded (PostgreSQL 18 on a socket in the data folder)', async () => {
  const root = mkdtempSync(join(tmpdir(), 'foyer-records-'))
  let folders = 0
  return {
    async fresh() {
      folders += 1
      return { folder: join(root, String(folders)) }
    },
    async close() {
      rmSync(root, { recursive: true, force: true })
    }
  }
})

recordsContract(chosenServer.name, async () => {
  const server = await startServerByUrl()
  return {
    async fresh() {
      return { url: await server.newDatabase(), folder: 'not used' }
    },
    close: () => server.stop()
  }
})

describe(`a start on a database ${chosenServer.name}`, () => {
  let server: ServerByUrl
  let migrations: string
  beforeAll(async () => {
    server = await startServerByUrl()
    migrations = mkdtempSync(join(tmpdir(), 'foyer-migrations-'))
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(migrations, { recursive: true, force: true })
  })
  const open = (url: string) => openRecords({ url, folder: 'not used', log: silent, migrations })

  test('eight processes that start together move the schema on once', async () => {
    const url = await server.newDatabase()
    const all = await Promise.all(
      Array.from({ length: 8 }, () => openRecords({ url, folder: 'not used', log: silent }))
    )
    const [row] = await (all[0]?.sql ?? postgres(url))`
      select count(*) as rows, count(distinct number) as numbers from schema_migrations`
    expect(row?.rows).toBe(row?.numbers)
    await Promise.all(all.map(records => records.close()))
  })

  test('a wrong address says so in one sentence, without the password', async () => {
    await expect(open('mysql://x')).rejects.toThrow(/^FOYER_POSTGRES_URL must look like/)
    const refused = open('postgres://someone:opensesame@127.0.0.1:1/foyer')
    await expect(refused).rejects.toThrow(
      /^PostgreSQL at 127\.0\.0\.1:1\/foyer does not answer \(connect ECONNREFUSED 127\.0\.0\.1:1\)\. Start it, or check/
    )
  })

  test('a database that does not exist says so', async () => {
    const url = await server.newDatabase()
    await expect(open(url.replace(/[^/]+$/, 'elsewhere'))).rejects.toThrow(/has no such database/)
  })

  test('a user who may not create tables is told which right is missing', async () => {
    const url = await server.newDatabase()
    const admin = postgres(url, { max: 1 })
    await admin`create role guest login`
    await admin.end()
    await expect(open(url.replace('owner@', 'guest@'))).rejects.toThrow(
      'The database user guest may not create tables. Let it: GRANT CREATE ON SCHEMA public TO "guest".'
    )
  })
})
