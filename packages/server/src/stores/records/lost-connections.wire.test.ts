import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres, { type ISql } from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRecords, type Records } from './open.ts'
import { silent } from './records.contract.ts'

// How the driver takes the loss of a connection: what it cannot do by itself is mended by scripts/mend-postgres.mjs.
let root: string
let records: Records
const sockets = new Set<Socket>()
const note = (message: unknown) => {
  const { socket } = message as { socket: Socket }
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'foyer-lost-'))
  const migrations = join(root, 'migrations')
  mkdirSync(migrations)
  writeFileSync(join(migrations, '0001_notes.sql'), 'create table notes (text text);')
  subscribe('net.client.socket', note)
  records = await openRecords({ folder: join(root, 'records'), migrations, log: silent })
})
afterAll(async () => {
  unsubscribe('net.client.socket', note)
  await records.close()
  rmSync(root, { recursive: true, force: true })
})

const refusals = /^(CONNECTION_CLOSED|57P01|ECONNRESET|EPIPE)$/
const backendOf = async (sql: ISql) => (await sql<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid ?? 0
const endBackend = (pid: number) => records.sql`select pg_terminate_backend(${pid})`
const isGone = async (pid: number) =>
  (await records.sql`select 1 from pg_stat_activity where pid = ${pid}`).length === 0
/** More than there are connections, so that each is asked. */
const many = () => Promise.all(Array.from({ length: 30 }, () => records.sql`select pg_sleep(0.005)`))
const faultOf = (asked: PromiseLike<unknown>) =>
  asked.then(
    () => 'none',
    (fault: { code?: string }) => fault.code
  )

test('X1 a connection that is lost with something still to be written is back at once', async () => {
  await many()
  for (const socket of sockets) socket.destroy()
  // The close is told after this phase of the loop: what is asked now is put into words, and waits for the next to be written.
  await new Promise(resolve => setImmediate(resolve))
  const asked = Array.from({ length: 6 }, () => faultOf(records.sql`select 1`))
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['CONNECTION_CLOSED']))
  const began = performance.now()
  await many()
  expect(performance.now() - began).toBeLessThan(4_000)
})

test('X1 a transaction whose connection is lost is refused whole, whatever it goes on with', async () => {
  const { sql } = records
  const late: (string | undefined)[] = []
  let isOver: Promise<void> | undefined
  const outcome = await faultOf(
    sql.begin(tx => {
      isOver = (async () => {
        await tx`insert into notes values ('first')`
        const pid = await backendOf(tx)
        await endBackend(pid)
        await expect.poll(() => isGone(pid)).toBe(true)
        // What else the pool is asked meanwhile may take the connection up again.
        const others = Promise.all(Array.from({ length: 20 }, () => sql.begin(other => other`select pg_sleep(0.01)`)))
        late.push(await faultOf(tx`insert into notes values ('second')`))
        await others
        late.push(await faultOf(tx`insert into notes values ('third')`))
      })()
      return isOver
    })
  )
  await isOver
  expect(outcome).toMatch(refusals)
  expect(late).toEqual([expect.stringMatching(refusals), expect.stringMatching(refusals)])
  expect(await sql`select text from notes`).toEqual([])
})

test('X1 a connection that was held and is lost refuses, and is not missing afterwards', async () => {
  const { sql } = records
  for (let round = 0; round < 8; round += 1) {
    const held = await sql.reserve()
    const pid = await backendOf(held)
    await endBackend(pid)
    await expect.poll(() => isGone(pid)).toBe(true)
    expect(await faultOf(held`select 1`)).toMatch(refusals)
    expect(await faultOf(held`select 1`)).toMatch(refusals)
    held.release()
  }
  await many()
})

/** Ends the first connections as told, at the moment they ask for the types of the database. */
async function beforeTypes(ends: ((client: Socket) => void)[]) {
  const { path, user, database } = records.sql.options
  const server = createServer(client => {
    const end = ends.shift()
    const there = connect(String(path))
    for (const socket of [client, there]) socket.on('error', () => there.destroy())
    there.on('close', () => client.destroy()).pipe(client)
    client
      .on('close', () => there.destroy())
      .on('data', said => {
        if (end && said.includes('pg_catalog.pg_type')) end(client)
        else there.write(said)
      })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const sql = postgres({ host: '127.0.0.1', port, user: String(user), database: String(database), max: 1 })
  return Object.assign(sql, { leave: () => sql.end({ timeout: 1 }).then(() => server.close()) })
}

test('X1 a connection that is lost while it asks for the types is a refusal or a second try, and ends nothing', async () => {
  const nobodys: unknown[] = []
  const hear = (fault: unknown) => nobodys.push(fault)
  process.on('unhandledRejection', hear)
  const closed = await beforeTypes([client => client.destroy()])
  expect(await closed`select 1 as one`).toEqual([{ one: 1 }])
  await closed.leave()
  const reset = await beforeTypes([client => client.resetAndDestroy()])
  expect(await faultOf(reset`select 1`)).toMatch(refusals)
  expect(await reset`select 1 as one`).toEqual([{ one: 1 }])
  await reset.leave()
  process.off('unhandledRejection', hear)
  expect(nobodys).toEqual([])
})
