import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newUuid } from '../http/index.ts'
import { unknownPlace } from '../privacy/testing/unknown-place.ts'
import { type EventStore, openEvents } from '../stores/events/index.ts'
import { acceptEvents } from './accept.ts'
import { enrich, lineOf } from './enrich.ts'
import { dropExpired } from './retention.ts'

const nowMs = Date.parse('2026-11-21T12:00:00Z')
const day = 86_400_000
let folder: string
let events: EventStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-retention-'))
  events = await openEvents({ folder })
})
afterAll(async () => {
  await events.close()
  await rm(folder, { recursive: true, force: true })
})

test('events a workspace no longer keeps are deleted, and nobody else’s', async () => {
  const ages = [1, 29, 31, 200]
  for (const workspaceNumber of [1, 2]) {
    const batch = ages.map(age => ({
      id: `${age} days`,
      type: 'page',
      timestamp: nowMs - age * day,
      url: 'https://a.example/'
    }))
    const { accepted } = acceptEvents({ agentId: '', events: batch as never }, { nowMs, retentionDays: 365 })
    const sender = {
      workspaceId: newUuid(),
      workspaceNumber,
      agentUuid: newUuid(),
      visitor: newUuid(),
      where: unknownPlace,
      machine: { browser: '', browserVersion: '', os: '', device: '', bot: '' },
      userAgent: ''
    }
    const enriched = accepted.map(one => ({ ...enrich(one, sender), session: newUuid() }))
    await events.insert(enriched.map(lineOf), nowMs / 1000)
  }
  await dropExpired(events, [{ number: 1, retentionDays: 30 }], nowMs)
  await dropExpired(events, [{ number: 1, retentionDays: 30 }], nowMs)
  const left = await events.query<{ workspace: number; days: number }>(
    `SELECT workspace, toUInt32(dateDiff('day', time, toDateTime64({now:String}, 3, 'UTC'))) AS days FROM events ORDER BY workspace, days`,
    { now: '2026-11-21 12:00:00.000' }
  )
  expect(left.filter(row => row.workspace === 1).map(row => row.days)).toEqual([1, 29])
  expect(left.filter(row => row.workspace === 2).map(row => row.days)).toEqual([1, 29, 31, 200])
})
