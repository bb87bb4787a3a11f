import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waysIn } from '../../test/clickhouse.ts'
import { dropOldDays, type EventStore, openEvents, requestLine } from '../stores/events/index.ts'

const dayMs = 86_400_000
const nowMs = Date.parse('2026-11-21T12:00:00Z')
const nobody = {
  agent: '',
  visitor: '',
  conversation: '',
  error: '',
  ip: '',
  country: '',
  browser: '',
  os: '',
  bot: ''
}
const line = (ageDays: number) =>
  requestLine({
    ...nobody,
    workspace: 1,
    timeMs: nowMs - ageDays * dayMs,
    id: String(ageDays),
    count: 1,
    method: 'GET',
    endpoint: '/api/people',
    status: 200,
    durationMs: 1,
    source: 'api',
    placeDays: 0
  })

describe.each(waysIn)('the request log %s', (_name, open) => {
  let events: EventStore
  let stop: () => Promise<void>
  beforeAll(async () => {
    const { stop: end, ...where } = await open()
    stop = end
    events = await openEvents(where)
  })
  afterAll(async () => {
    await events.close()
    await stop()
  })

  test('F9 loses whole days once they are older than it is kept, and nothing else', async () => {
    await events.insertRequests([0, 1, 29, 30, 31, 200].map(line))
    const left = async () =>
      (await events.lookUp<{ id: string }>('SELECT id FROM requests ORDER BY time DESC')).map(row => row.id)
    await dropOldDays(events, 'requests', 30, nowMs)
    expect(await left()).toEqual(['0', '1', '29', '30'])
    await dropOldDays(events, 'requests', 30, nowMs)
    await dropOldDays(events, 'requests', 1, nowMs)
    expect(await left()).toEqual(['0', '1'])
  })
})
