import { join } from 'node:path'
import type { ConversationStarted, Erasure, IdentifyAnswer, PeoplePage } from '@foyer/protocol'
import pino from 'pino'
import { afterEach, expect, test } from 'vitest'
import { openEvents } from '../../src/stores/events/index.ts'
import { openRecords } from '../../src/stores/records/index.ts'
import { hex, page } from '../visitor.ts'
import { ask, newDataFolder, newVisitors, ownerKey, type Running, startFoyer } from './process.ts'

let folder = newDataFolder()
let running: Running | undefined
afterEach(async () => {
  if (running?.child.exitCode === null) await running.stop()
  folder.remove()
  folder = newDataFolder()
})

const erase = async (url: string, id: string) => {
  const answer = await fetch(`${url}/api/people/${id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${ownerKey}` }
  })
  const text = await answer.text()
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Partial<Erasure> }
}

async function lives(url: string, agentId: string, visitor: IdentifyAnswer, word: string) {
  const path = `/api/visitors/${visitor.visitorId}/events`
  const events = Array.from({ length: 200 }, (_, at) => page(`/${word}/${at}`))
  expect((await ask(url, path, { agentId, events }, visitor.token)).status).toBe(202)
  const talk = await ask<ConversationStarted>(
    url,
    '/api/conversations',
    { agentId, message: `Hi ${word}` },
    visitor.token
  )
  expect(talk.status).toBe(201)
}

const rounds = 8

test('I1 killed in the middle of an erasing, at another moment each time: it goes on after the start, and whoever was erased stays so', async () => {
  running = await startFoyer(folder.data)
  const { agentId, visitors } = await newVisitors(running.url, rounds + 1)
  const [stays, ...leaving] = visitors
  const words = new Map(visitors.map(visitor => [visitor.visitorId, `word${hex(6)}`]))
  for (const visitor of visitors) await lives(running.url, agentId, visitor, words.get(visitor.visitorId) ?? '')
  const erasures: string[] = []
  for (const [round, visitor] of leaving.entries()) {
    // What lands in the moment of the erasing lies on the disk, on its way to the event store.
    const late = ask(
      running.url,
      `/api/visitors/${visitor.visitorId}/events`,
      { agentId, events: [page('/last')] },
      visitor.token
    )
    const asked = await erase(running.url, visitor.visitorId)
    expect(asked.status).toBe(202)
    erasures.push(asked.body.id ?? '')
    await late.catch(() => undefined)
    // A different moment of what follows each time.
    await new Promise(resolve => setTimeout(resolve, round * 25))
    await running.kill()
    running = await startFoyer(folder.data)
    expect([202, 204]).toContain((await erase(running.url, visitor.visitorId)).status)
  }
  const { url } = running
  for (const id of erasures)
    await expect
      .poll(async () => (await ask<Erasure>(url, `/api/privacy/erasures/${id}`)).body.state, { timeout: 60_000 })
      .toBe('done')
  const people = await ask<PeoplePage>(url, '/api/people')
  expect(people.body.items.map(one => one.id)).toEqual([stays?.visitorId])
  expect(people.body.items[0]?.events).toBe(200)
  for (const visitor of leaving) expect((await erase(url, visitor.visitorId)).status).toBe(204)
  expect(await running.stop()).toBe(0)

  const events = await openEvents({ folder: join(folder.data, 'events') })
  const rows = await events.query<{ visitor: string; rows: number }>(
    'SELECT visitor, count() AS rows FROM events GROUP BY visitor'
  )
  const requests = await events.query<{ visitor: string }>(
    "SELECT DISTINCT visitor FROM requests WHERE visitor != toUUID('00000000-0000-0000-0000-000000000000')"
  )
  await events.close()
  const idOf = (uuid: string) => `vis_${uuid.replaceAll('-', '')}`
  expect(rows.map(row => idOf(row.visitor))).toEqual([stays?.visitorId])
  // Of the log of requests a crash may take the last seconds.
  for (const { visitor } of requests) expect(idOf(visitor)).toBe(stays?.visitorId)
}, 240_000)

test('a copy of what had landed, put back after an erasing, brings nobody back', async () => {
  const records = () => openRecords({ folder: join(folder.data, 'records'), log: pino({ level: 'silent' }) })
  running = await startFoyer(folder.data)
  const { agentId, visitors } = await newVisitors(running.url, 2)
  const [gone, stays] = visitors
  if (!gone || !stays) throw new Error('two visitors were asked for')
  for (const visitor of [gone, stays]) await lives(running.url, agentId, visitor, 'landed')
  await running.kill()
  const before = await records()
  const landed = [
    ...(await before.sql<{ lines: string }[]>`SELECT lines FROM landing_0 UNION ALL SELECT lines FROM landing_1`)
  ]
  await before.close()
  expect(landed.join('\n')).not.toBe('')

  running = await startFoyer(folder.data)
  const { url } = running
  expect((await erase(url, gone.visitorId)).status).toBe(202)
  await expect.poll(async () => (await erase(url, gone.visitorId)).status, { timeout: 30_000 }).toBe(204)
  expect(await running.stop()).toBe(0)
  const after = await records()
  for (const { lines } of landed) await after.sql`INSERT INTO landing_0 (lines) VALUES (${lines})`
  await after.close()

  running = await startFoyer(folder.data)
  const people = await ask<PeoplePage>(running.url, '/api/people')
  expect(people.body.items).toMatchObject([{ id: stays.visitorId, events: 200 }])
  expect(await running.stop()).toBe(0)
  const events = await openEvents({ folder: join(folder.data, 'events') })
  const rows = await events.query<{ visitor: string }>('SELECT DISTINCT visitor FROM events')
  await events.close()
  expect(rows.map(row => `vis_${row.visitor.replaceAll('-', '')}`)).toEqual([stays.visitorId])
}, 180_000)
