import { randomInt } from 'node:crypto'
import type { ConversationPanel, Person, Timeline } from '@foyer/protocol'
import { expect } from 'vitest'
import { chrome, newLocalId, page } from '../../../test/visitor.ts'
import { call, type Minted, placesOf, settled } from '../../../test/workspace.ts'
import { type Guest, guest, panelOf, start } from '../../conversations/testing/talking.ts'

/**
 * Addresses that the bundled city database places in these countries. Each test looks for its own in the stores that all tests
 * share, so they are drawn from enough that no two are the same, and none is the beginning of another.
 */
const host = () => `${randomInt(256)}.${randomInt(100, 250)}`
export const inBritain = () => `86.${randomInt(152, 160)}.${host()}`
export const inGermany = () =>
  `2a02:8109:9a80:${randomInt(0x1000, 0xffff).toString(16)}::${randomInt(0x1000, 0xffff).toString(16)}`
export const inAmerica = () => `73.${randomInt(0, 32)}.${host()}`
/** What a policy of truncated addresses leaves of one. */
export const truncated = (ip: string) => (ip.includes(':') ? '2a02:8109:9a80::' : ip.replace(/\d+$/, '0'))

export const browse = (workspace: Minted, visitor: Guest, path = '/') =>
  call('POST', `/api/visitors/${visitor.visitorId}/events`, {
    who: visitor.token,
    body: { agentId: workspace.agentId, sentAt: Date.now(), events: [page(path)] },
    headers: { 'x-forwarded-for': visitor.ip, 'user-agent': chrome }
  })

/** Every way in which somebody's address reaches Foyer. */
export async function goesAllWays(workspace: Minted, ip: string) {
  const visitor = await guest(workspace, { context: { url: 'https://shop.example/' } }, ip)
  await browse(workspace, visitor)
  const { conversationId } = await start(workspace, visitor, 'Hello', { context: { timezone: 'Europe/Paris' } })
  const context = { ip, userAgent: chrome }
  const server = await call<{ visitorId: string }>('POST', '/api/visitors/identify', {
    who: workspace.key,
    body: { agentId: workspace.agentId, localId: newLocalId(), context }
  })
  await call('POST', `/api/visitors/${server.body.visitorId}/events`, {
    who: workspace.key,
    body: {
      agentId: workspace.agentId,
      events: [{ ...page('/from-a-server'), context: { ...context, timezone: 'Europe/Rome' } }]
    }
  })
  const fromServer = await call<{ conversationId: string }>('POST', '/api/conversations', {
    who: workspace.key,
    body: { agentId: workspace.agentId, visitorId: server.body.visitorId, message: 'From a server', context }
  })
  expect(fromServer.status, JSON.stringify(fromServer.body)).toBe(201)
  await settled()
  return { visitor, conversationId, server: server.body.visitorId, fromServer: fromServer.body.conversationId }
}

export const personOf = async (workspace: Minted, id: string) =>
  (await call<Person>('GET', `/api/people/${id}`, { who: workspace.key })).body
const timelineOf = async (workspace: Minted, id: string) =>
  (await call<Timeline>('GET', `/api/people/${id}/timeline`, { who: workspace.key })).body

export type Placed = { ip?: string; country?: string; region?: string; city?: string; timezone?: string }
export const placed = ({ ip, country, region, city, timezone }: Placed) => ({ ip, country, region, city, timezone })

/** All that the team is ever shown of where somebody is. */
export async function shownOf(workspace: Minted, went: Awaited<ReturnType<typeof goesAllWays>>) {
  const shown: [string, Placed][] = []
  for (const [who, visitor, conversation] of [
    ['browser', went.visitor.visitorId, went.conversationId],
    ['server', went.server, went.fromServer]
  ] as const) {
    const person = await personOf(workspace, visitor)
    const panel: ConversationPanel = await panelOf(workspace, conversation)
    const timeline = await timelineOf(workspace, visitor)
    shown.push(
      [`${who}: person`, person],
      ...person.places.map((place): [string, Placed] => [`${who}: place`, { ip: person.ip, ...place }]),
      [`${who}: conversation`, panel],
      [`${who}: visitor panel`, panel.visitor ?? {}],
      ...timeline.items.map((item): [string, Placed] => [`${who}: ${item.type} event`, { ip: person.ip, ...item }]),
      ...Object.values(timeline.visits).map((visit): [string, Placed] => [`${who}: visit`, { ip: person.ip, ...visit }])
    )
  }
  return shown
}

/** Where a text is kept. What has been carried on to the event store may lie where it landed for another few seconds. */
export const keptIn = async (text: string): Promise<string[]> =>
  (await placesOf(text)).filter(place => !place.startsWith('landing_'))
