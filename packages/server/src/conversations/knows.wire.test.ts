import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConversationPanel, ConversationStarted } from '@foyer/protocol'
import { describe, expect, test } from 'vitest'
import { startServer } from '../../test/start.ts'
import { chrome, hex, london, newLocalId, page, send } from '../../test/visitor.ts'
import { call, type Minted, mintWorkspace, settled, useOwnServer } from '../../test/workspace.ts'
import {
  as,
  by,
  colleague,
  type Guest,
  guest,
  listOf,
  memberLine,
  panelOf,
  replies,
  start,
  writes
} from './testing/talking.ts'

const berlin = '2a02:8109:9a80::1'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

type Known = Pick<ConversationPanel, 'source' | 'ip' | 'country' | 'timezone' | 'browser' | 'os' | 'device'>
type Way = (workspace: Minted) => Promise<{ visitor: Guest | null; id: string }>

const fromWidget =
  (ip: string, userAgent: string): Way =>
  async workspace => {
    const visitor = await guest(workspace, { traits: { plan: 'pro' } }, ip)
    const started = await call<ConversationStarted>('POST', '/api/conversations', {
      who: visitor.token,
      body: { agentId: workspace.agentId, message: 'Hello' },
      // Two hops: what the visitor's own side wrote to the left of the proxy is not believed.
      headers: { 'x-forwarded-for': `8.8.8.8, ${ip}`, 'user-agent': userAgent }
    })
    expect(started.status, JSON.stringify(started.body)).toBe(201)
    return { visitor, id: started.body.conversationId }
  }

const fromServer =
  (source: string | undefined, ip: string, userAgent: string): Way =>
  async workspace => {
    const context = { ip, userAgent }
    const visitor = await guest(workspace, { traits: { plan: 'pro' } }, ip)
    const started = await call<ConversationStarted>('POST', '/api/conversations', {
      who: workspace.key,
      body: { agentId: workspace.agentId, visitorId: visitor.visitorId, message: 'Hello', source, context },
      headers: { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'curl/8' }
    })
    expect(started.status, JSON.stringify(started.body)).toBe(201)
    return { visitor, id: started.body.conversationId }
  }

const fromPlayground: Way = async workspace => {
  const started = await by<ConversationStarted>(await colleague(workspace), 'POST', '/api/conversations', {
    agentId: workspace.agentId,
    source: 'playground',
    message: 'Hello'
  })
  expect(started.status, JSON.stringify(started.body)).toBe(201)
  return { visitor: null, id: started.body.conversationId }
}

const onWindows = { browser: 'Chrome', os: 'Windows', device: 'desktop' }
const onPhone = { browser: 'Safari', os: 'iOS', device: 'mobile' }
const onLinux = { browser: 'Firefox', os: 'Linux', device: 'desktop' }
const inBritain = { ip: london, country: 'GB', timezone: 'Europe/London' }
const inGermany = { ip: berlin, country: 'DE', timezone: 'Europe/Berlin' }

describe('a conversation knows where it came from', () => {
  test.each<[string, Way, Known]>([
    ['the widget over IPv4', fromWidget(london, chrome), { source: 'widget', ...inBritain, ...onWindows }],
    ['the widget over IPv6', fromWidget(berlin, iphone), { source: 'widget', ...inGermany, ...onPhone }],
    ['an API key', fromServer(undefined, berlin, firefox), { source: 'api', ...inGermany, ...onLinux }],
    ['a named integration', fromServer('zendesk', london, iphone), { source: 'zendesk', ...inBritain, ...onPhone }],
    [
      'a place nobody knows',
      fromWidget('10.1.2.3', chrome),
      { source: 'widget', ip: '10.1.2.3', country: undefined, timezone: undefined, ...onWindows }
    ]
  ])('F1 F2 F3 F4 F5 F6 %s', async (_what, way, known) => {
    const workspace = await mintWorkspace()
    const before = Date.now()
    const { visitor, id } = await way(workspace)
    if (!visitor) throw new Error('nobody began it')
    const ana = await colleague(workspace)
    await replies(ana, id, 'Good morning')
    const panel = await panelOf(workspace, id)
    const { source, ip, country, timezone, browser, os, device } = panel
    expect({ source, ip, country, timezone, browser, os, device }).toEqual(known)
    expect((await listOf(workspace))[0]).toMatchObject({ id, source: known.source, ip: known.ip })
    // F6: when it began, when they were last here, and when each thing was said.
    const times = [panel.createdAt, panel.visitor?.firstSeenAt, panel.visitor?.lastSeenAt, panel.lastAt]
    for (const time of [...times, ...panel.messages.map(message => message.at)]) {
      expect(Date.parse(time ?? '')).toBeGreaterThan(before - 5_000)
      expect(Date.parse(time ?? '')).toBeLessThan(Date.now() + 5_000)
    }
    expect(panel.messages.map(message => message.text)).toEqual(['Hello', 'Good morning'])
    expect(panel.messages.map(message => message.at)).toEqual(panel.messages.map(message => message.at).toSorted())
    // Traits as they were then, and as they are now.
    await guest(workspace, { token: visitor.token, traits: { plan: 'trial' } }, visitor.ip)
    const later = await panelOf(workspace, id)
    expect([later.atStart.traits, later.visitor?.traits]).toMatchObject([{ plan: 'pro' }, { plan: 'trial' }])
  })

  test('F5 the playground is the team’s own: it says so, and knows nobody', async () => {
    const workspace = await mintWorkspace()
    const { id } = await fromPlayground(workspace)
    const panel = await panelOf(workspace, id)
    expect(panel).toMatchObject({ source: 'playground', lastPages: [], messages: [{ text: 'Hello' }] })
    for (const what of ['ip', 'country', 'timezone', 'browser', 'os', 'device', 'visitor'])
      expect(panel).not.toHaveProperty(what)
  })
})

test('F7 the last ten pages of the visit they are in, newest first, following while they browse; titles are only text', async () => {
  const workspace = await mintWorkspace()
  const localId = newLocalId()
  const visitor = await guest(workspace, { localId })
  const ana = await colleague(workspace)
  const before = `ses_${hex(16)}`
  const anHourAgo = Date.now() - 3_600_000
  await send(workspace, visitor, [page('/an-earlier-visit', { sessionId: before, timestamp: anHourAgo })])
  const { conversationId } = await start(workspace, visitor, 'Hi')
  const desk = await memberLine(ana)
  desk.send({ type: 'watch', what: 'person', id: visitor.visitorId })
  const hostile = '</title><script>window.__x=1</script>'
  const { sessionId } = visitor
  for (let at = 1; at <= 12; at += 1)
    await send(workspace, visitor, [
      page(`/p/${at}`, { sessionId, timestamp: Date.now(), ...(at === 12 ? { title: hostile } : {}) })
    ])
  await desk.next('events', frame => frame.items.some(item => item.path === '/p/12' && item.title === hostile))
  await settled()
  const { lastPages } = await panelOf(workspace, conversationId)
  expect(lastPages.map(({ url }) => url)).toEqual(
    Array.from({ length: 10 }, (_, index) => `https://shop.example/p/${12 - index}`)
  )
  expect(lastPages[0]?.title).toBe(hostile)
  desk.close()
})

test('F2 a city database that is broken leaves places empty, and the chat works', async () => {
  const file = join(tmpdir(), `broken-${hex(6)}.mmdb`)
  await writeFile(file, 'this is no database')
  const server = await startServer({ cityDatabase: file })
  await useOwnServer(server, async () => {
    const workspace = await mintWorkspace()
    const visitor = await guest(workspace, {}, london)
    const { conversationId } = await start(workspace, visitor, 'Is anybody there?', {
      context: { timezone: 'Europe/London' }
    })
    await writes(visitor, conversationId, 'Hello?')
    const panel = await panelOf(workspace, conversationId)
    expect(panel).toMatchObject({ ip: london, timezone: 'Europe/London', browser: 'Chrome' })
    expect(panel.country).toBeUndefined()
    expect(panel.messages).toHaveLength(2)
    expect((await as(visitor, 'GET', `/api/conversations/${conversationId}`)).status).toBe(200)
  }).finally(server.stop)
})
