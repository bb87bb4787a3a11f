import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ClickhouseByUrl, clickhouseName, startClickhouse } from '../../../test/clickhouse.ts'
import { eventsContract, line } from './events.contract.ts'
import { type EventStore, EventStoreBehind, openEvents } from './open.ts'

eventsContract('embedded (chDB in this process)', async () => {
  const root = mkdtempSync(join(tmpdir(), 'foyer-events-'))
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

eventsContract(clickhouseName, async () => {
  const server = await startClickhouse()
  return {
    async fresh() {
      return { url: await server.newDatabase(), folder: 'not used' }
    },
    close: () => server.stop()
  }
})

describe('an embedded store', () => {
  let folder: string
  let events: EventStore | undefined
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'foyer-events-'))
  })
  afterEach(async () => {
    await events?.close()
    events = undefined
    rmSync(folder, { recursive: true, force: true })
  })

  test('says which part it could not read after a torn write, and goes on with the rest', async () => {
    const first = await openEvents({ folder })
    await first.insert([line()], 1)
    await first.insert([line(), line()], 2)
    await first.close()
    const [torn] = partsUnder(folder)
    if (!torn) throw new Error('no part was written')
    truncateSync(join(torn, 'data.bin'), 10)
    events = await openEvents({ folder })
    expect(events.damage.parts).toEqual([expect.stringMatching(/^broken-on-start_\d{8}_\d+_\d+_\d+$/)])
    const [row] = await events.query<{ events: string }>('SELECT count() AS events FROM events')
    expect([1, 2]).toContain(Number(row?.events))
    await events.insert([line()], 3)
  })
})

/** The folders of the parts of the events table, oldest first. */
function partsUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.name === 'data.bin' && /\d{8}_\d+_\d+_\d+$/.test(entry.parentPath))
    .map(entry => entry.parentPath)
    .sort()
}

describe(`a store ${clickhouseName}`, () => {
  let server: ClickhouseByUrl
  beforeAll(async () => {
    server = await startClickhouse({ password: 'open sesame' })
  })
  afterAll(() => server?.stop())
  const at = (url: string) => openEvents({ url, folder: 'not used' })
  const withUser = (url: string, user: string) => url.replace('http://', `http://${user}@`)

  test('opens with the user and the database of the address', async () => {
    const events = await at(withUser(await server.newDatabase(), 'default:open%20sesame'))
    await events.insert([line()], 1)
    expect(await events.query('SELECT title FROM events')).toEqual([{ title: 'Home' }])
    expect(events.exclusive).toBe(false)
    await events.close()
  })

  test('says in a sentence that nobody answers', async () => {
    await expect(at('http://someone:opensesame@127.0.0.1:1/foyer')).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(
        /^ClickHouse at 127\.0\.0\.1:1 does not answer as ClickHouse does \(.*ECONNREFUSED.*\)\. Start it, or check FOYER_CLICKHOUSE_URL\.$/
      )
    })
  })

  test('says in a sentence that something else answers', async () => {
    const other = createServer((_request, response) => response.writeHead(404).end('<h1>Not here</h1>'))
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    await expect(at(`http://127.0.0.1:${port}`)).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/^ClickHouse at 127\.0\.0\.1:\d+ does not answer as ClickHouse does \(.+\)\./)
    })
    other.close()
  })

  test('says in a sentence that the password is wrong, and does not repeat it', async () => {
    const refused = at(withUser(server.url, 'default:guessed'))
    await expect(refused).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(
        /^ClickHouse at \S+ refuses the user or the password\. Check FOYER_CLICKHOUSE_URL\.$/
      )
    })
    await expect(refused).rejects.not.toThrow(/guessed/)
  })

  test('says in a sentence that the database is not there', async () => {
    await expect(at(`${withUser(server.url, 'default:open%20sesame')}/elsewhere`)).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(
        /^ClickHouse at \S+ has no database elsewhere\. Make it \(CREATE DATABASE elsewhere\)/
      )
    })
  })

  test('that went away takes no rows and says that it is behind', async () => {
    const own = await startClickhouse()
    const events = await at(await own.newDatabase())
    await own.stop()
    await expect(events.insert([line()], 1)).rejects.toBeInstanceOf(EventStoreBehind)
    await expect(events.health()).rejects.toThrow()
    await events.close()
  })
})
