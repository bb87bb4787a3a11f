import type { EventBatchAnswer } from '@foyer/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import { clickhouseName, startClickhouse } from '../clickhouse.ts'
import { startServerByUrl } from '../postgres.ts'
import { page } from '../visitor.ts'
import {
  ask,
  newDataFolder,
  newVisitors,
  personOf,
  type Running,
  refusedStart,
  startFoyer,
  storedIds
} from './process.ts'

let running: Running | undefined
let folder = newDataFolder()
afterEach(async () => {
  if (running?.child.exitCode === null) await running.stop()
  folder.remove()
  folder = newDataFolder()
})

describe(`Foyer with its events ${clickhouseName}`, () => {
  test('stores what it acknowledged, once, over a kill and a restart', async () => {
    const clickhouse = await startClickhouse()
    const more = { FOYER_CLICKHOUSE_URL: await clickhouse.newDatabase() }
    running = await startFoyer(folder.data, { more })
    const { agentId, visitors } = await newVisitors(running.url, 1)
    const [visitor] = visitors
    if (!visitor) throw new Error('no visitor')
    const events = Array.from({ length: 20 }, (_, at) => page(`/${at}`))
    const sendTo = (url: string) =>
      ask<EventBatchAnswer>(url, `/api/visitors/${visitor.visitorId}/events`, { agentId, events }, visitor.token)
    expect((await sendTo(running.url)).body).toMatchObject({ accepted: 20, duplicates: 0 })
    expect((await sendTo(running.url)).body).toMatchObject({ accepted: 0, duplicates: 20 })
    await running.kill()
    running = await startFoyer(folder.data, { more })
    expect((await sendTo(running.url)).body).toMatchObject({ accepted: 0, duplicates: 20 })
    expect(new Set(await storedIds(running.url, visitor.visitorId))).toEqual(new Set(events.map(event => event.id)))
    expect(await personOf(running.url, visitor.visitorId)).toMatchObject({ events: 20, visits: 1 })
    expect(await running.stop()).toBe(0)
    await clickhouse.stop()
  }, 120_000)

  test('with its records by URL too, as the README has it: two processes that hear the same batch at once store it once', async () => {
    const [clickhouse, postgres] = await Promise.all([startClickhouse(), startServerByUrl()])
    const more = {
      FOYER_CLICKHOUSE_URL: await clickhouse.newDatabase(),
      FOYER_POSTGRES_URL: await postgres.newDatabase(),
      FOYER_SECRET: 'a secret that both processes know, long enough'
    }
    running = await startFoyer(folder.data, { more })
    const otherFolder = newDataFolder()
    const other = await startFoyer(otherFolder.data, { more })
    const { agentId, visitors } = await newVisitors(running.url, 1)
    const [visitor] = visitors
    if (!visitor) throw new Error('no visitor')
    const path = `/api/visitors/${visitor.visitorId}/events`
    const all: string[] = []
    for (let time = 0; time < 10; time += 1) {
      const events = Array.from({ length: 5 }, (_, at) => page(`/${time}/${at}`))
      all.push(...events.map(event => event.id))
      const answers = await Promise.all(
        [running, other].map(({ url }) => ask<EventBatchAnswer>(url, path, { agentId, events }, visitor.token))
      )
      for (const answer of answers) expect(answer).toMatchObject({ status: 202, body: { rejected: [] } })
      // And once more, at the one that may have it from the other alone.
      const again = await ask<EventBatchAnswer>(other.url, path, { agentId, events }, visitor.token)
      expect(again.body).toMatchObject({ accepted: 0, duplicates: 5 })
    }
    for (const { url } of [running, other])
      expect((await storedIds(url, visitor.visitorId)).sort()).toEqual(all.toSorted())
    expect(await other.stop()).toBe(0)
    expect(await running.stop()).toBe(0)
    otherFolder.remove()
    await Promise.all([clickhouse.stop(), postgres.stop()])
  }, 120_000)

  test('on one PostgreSQL an event store of its own bears no other beside it: the second ends with one sentence, and starts once the first is gone', async () => {
    const [clickhouse, postgres] = await Promise.all([startClickhouse(), startServerByUrl()])
    const records = {
      FOYER_POSTGRES_URL: await postgres.newDatabase(),
      FOYER_SECRET: 'a secret that both processes know'
    }
    const shared = { ...records, FOYER_CLICKHOUSE_URL: await clickhouse.newDatabase() }
    const other = newDataFolder()
    running = await startFoyer(folder.data, { more: records })
    for (const [more, whose] of [
      [records, 'this one'],
      [shared, 'that one']
    ] as const) {
      const { code, message } = await refusedStart(other.data, more)
      expect(code).toBe(1)
      expect(message).toMatch(
        new RegExp(
          `^Another Foyer uses the PostgreSQL at \\S+, and ${whose} has an event store of its own: stop the other, or give both the same FOYER_CLICKHOUSE_URL\\.$`
        )
      )
    }
    // Killed, it has let go by the time that the next one has waited for it.
    await running.kill()
    running = await startFoyer(other.data, { more: shared })
    expect((await refusedStart(folder.data, records)).code).toBe(1)
    expect(await running.stop()).toBe(0)
    other.remove()
    await Promise.all([clickhouse.stop(), postgres.stop()])
  }, 180_000)

  test('does not start where nobody answers, and says so in one sentence', async () => {
    const { code, message } = await refusedStart(folder.data, {
      FOYER_CLICKHOUSE_URL: 'http://someone:opensesame@127.0.0.1:1/foyer'
    })
    expect(code).toBe(1)
    expect(message).toMatch(
      /^ClickHouse at 127\.0\.0\.1:1 does not answer as ClickHouse does \(.+\)\. Start it, or check FOYER_CLICKHOUSE_URL\.$/
    )
    expect(message).not.toContain('opensesame')
  })
})
