import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EventStore, eventLine, openEvents, senderPart } from '../../stores/events/index.ts'
import type { Scope } from '../language/where.ts'
import { goldenEvents } from './golden.ts'
import { visitors, type Who } from './golden-table.ts'

const uuidOf = (text: string) =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
export const publicIdOf = (who: Who) => `vis_${uuidOf(who).replaceAll('-', '')}`
const agent = '01234567-89ab-cdef-0123-456789abcdef'
const generation = 3

/** What the table's rows are asked as: clara's two browsers are one person. */
export const goldenScope: Scope = {
  workspaceNumber: 7,
  joins: { generation },
  nowMs: Date.parse('2026-11-23T00:00:00Z'),
  timezone: 'UTC',
  traitFits: () => 'true',
  traitOf: () => `''`,
  segmentSet: () => 'SELECT toUInt64(1)'
}

/** The golden table in an engine of this process, for thousands of statements; beside it a workspace that must never be seen. */
export async function openGoldenStore(): Promise<{ events: EventStore; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'foyer-golden-'))
  const events = await openEvents({ folder })
  for (const workspace of [7, 8])
    await events.insert(
      goldenEvents.map(event => lineOf(workspace, event)),
      Math.floor(goldenScope.nowMs / 1000)
    )
  await events.command(
    'INSERT INTO joined (workspace, generation, visitor, person) SELECT 7, {generation:UInt64}, {visitor:UUID}, {person:UUID}',
    { generation, visitor: uuidOf('clara-laptop'), person: uuidOf('clara-phone') }
  )
  return {
    events,
    async close() {
      await events.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function lineOf(workspace: number, event: (typeof goldenEvents)[number]): string {
  const { ip, country, region, city, browser, os, device, language, bot } = visitors[event.who]
  const isPage = event.type === 'page'
  const hex = event.atMs.toString(16).padStart(12, '0')
  const properties = JSON.stringify(event.properties)
  return eventLine(
    {
      id: `${hex.slice(0, 8)}-${hex.slice(8)}-7${event.order.toString(16).padStart(3, '0')}-8000-00000000000${workspace}`,
      timeMs: event.atMs,
      type: event.type,
      name: event.name,
      origin: isPage ? 'https://shop.example' : '',
      path: event.path,
      search: event.search,
      title: isPage ? event.path : '',
      referrer: event.referrer,
      source: event.source,
      campaign: event.campaign && { term: '', content: '', ...event.campaign },
      timezone: '',
      language,
      consent: '',
      properties: properties === '{}' ? '' : properties
    },
    uuidOf(event.visit),
    senderPart({
      workspace,
      visitor: uuidOf(event.who),
      agent,
      ip,
      country,
      region,
      city,
      browser,
      browserVersion: '',
      os,
      device,
      bot: bot ? 'Googlebot' : '',
      placeDays: 365,
      userAgent: ''
    })
  )
}
