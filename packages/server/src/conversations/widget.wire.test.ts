import type { Agent, AgentLook, AuditEntry } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { call, foyerUrl, type Minted, mintWorkspace } from '../../test/workspace.ts'
import { guest, start } from './testing/talking.ts'

const look = (agentId: string, headers: Record<string, string> = {}) =>
  fetch(`${foyerUrl()}/api/widget/${agentId}`, { headers })
const dress = (workspace: Minted, wanted: unknown) =>
  call<Agent & { error?: { field?: string; message: string } }>('PATCH', `/api/agents/${workspace.agentId}`, {
    who: workspace.key,
    body: { look: wanted }
  })

const everything: AgentLook = {
  color: '#b4532a',
  position: 'left',
  title: 'Lamp desk',
  greeting: 'Good evening',
  hint: 'Ask about bulbs.',
  launcher: 'Need light?',
  theme: 'dark',
  locale: 'de',
  replyTime: 'hours',
  officeHours: { timezone: 'Europe/Berlin', spans: [{ days: ['mon', 'fri'], from: '09:00', to: '17:30' }] },
  askEmail: 'never',
  sound: false,
  attachments: false,
  rating: false
}

test('the look is kept setting by setting: what is not named stays, and null takes one back', async () => {
  const workspace = await mintWorkspace()
  expect((await (await look(workspace.agentId)).json()) as AgentLook).toEqual({})
  expect((await dress(workspace, everything)).body.look).toEqual(everything)
  const after = await dress(workspace, { title: '  Lamps  ', greeting: null, color: '#FFD000' })
  const { greeting: _gone, ...rest } = everything
  const wanted = { ...rest, title: 'Lamps', color: '#ffd000' }
  expect(after.body.look).toEqual(wanted)
  expect(await (await look(workspace.agentId)).json()).toEqual(wanted)
  const kept = await call<Agent>('GET', `/api/agents/${workspace.agentId}`, { who: workspace.key })
  expect(kept.body.look).toEqual(wanted)
  const { body: audit } = await call<{ items: AuditEntry[] }>('GET', '/api/audit', { who: workspace.key })
  expect(audit.items[0]).toMatchObject({
    action: 'agent.changed',
    detail: {
      before: { look: { title: 'Lamp desk', greeting: 'Good evening', color: '#b4532a' } },
      after: { look: { title: 'Lamps', color: '#ffd000' } }
    }
  })
})

test('a look that means nothing is refused with the place that is wrong, and nothing of it is kept', async () => {
  const workspace = await mintWorkspace()
  const bad: [unknown, string][] = [
    [{ color: 'red' }, 'look.color'],
    [{ color: '#2f6f3a;}</style>' }, 'look.color'],
    [{ position: 'top' }, 'look.position'],
    [{ title: '   ' }, 'look.title'],
    [{ title: 'x'.repeat(61) }, 'look.title'],
    [{ locale: 'xx' }, 'look.locale'],
    [{ officeHours: { timezone: 'Mars/Olympus', spans: everything.officeHours?.spans } }, 'look.officeHours.timezone'],
    [{ officeHours: { timezone: 'UTC', spans: [{ days: ['mon'], from: '25:00', to: '26:00' }] } }, 'look.officeHours'],
    [{ officeHours: { timezone: 'UTC', spans: [{ days: ['mon'], from: '24:00', to: '08:00' }] } }, 'look.officeHours'],
    [{ officeHours: { timezone: 'UTC', spans: [] } }, 'look.officeHours'],
    [{ script: 'https://evil.example' }, 'look']
  ]
  for (const [wanted, field] of bad) {
    const { status, body } = await dress(workspace, wanted)
    expect([400, 422], JSON.stringify(wanted)).toContain(status)
    expect(body.error?.field, JSON.stringify(body)).toContain(field)
  }
  expect(await (await look(workspace.agentId)).json()).toEqual({})
})

test('a page learns the look without a credential: kept for a minute, asked about again by its mark, of nobody', async () => {
  const workspace = await mintWorkspace({ allowedOrigins: ['https://shop.example'] })
  await dress(workspace, everything)
  const from = { origin: 'https://shop.example' }
  const answer = await look(workspace.agentId, from)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  expect(answer.headers.get('cache-control')).toContain('max-age=60')
  expect(answer.headers.get('vary')).toContain('origin')
  expect(answer.headers.get('set-cookie')).toBeNull()
  // Only what a page is to see: no name of the agent, no origins, no member.
  expect(Object.keys((await answer.json()) as AgentLook).toSorted()).toEqual(Object.keys(everything).toSorted())
  const mark = answer.headers.get('etag') ?? ''
  const again = await look(workspace.agentId, { ...from, 'if-none-match': mark })
  expect([again.status, await again.text()]).toEqual([304, ''])
  await dress(workspace, { color: '#000000' })
  expect((await look(workspace.agentId, { ...from, 'if-none-match': mark })).status).toBe(200)
})

test('a page of another site, an agent that is gone, and an id that is none get an answer they can read', async () => {
  const workspace = await mintWorkspace({ allowedOrigins: ['https://shop.example'] })
  const foreign = await look(workspace.agentId, { origin: 'https://evil.example' })
  expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, 'https://evil.example'])
  await call('DELETE', `/api/agents/${workspace.agentId}`, { who: workspace.key })
  for (const id of [
    workspace.agentId,
    `agt_${'0'.repeat(32)}`,
    'agt_',
    '%00',
    '..%2f..%2fetc%2fpasswd',
    `${'x'.repeat(190)}`,
    "agt_' OR 1=1"
  ])
    expect((await look(encodeURI(id))).status, id).toBe(404)
  expect([400, 404, 414]).toContain((await look('x'.repeat(5_000))).status)
})

test('where files are turned off, a visitor’s upload is refused and the team’s is not', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'Hi')
  const upload = (who: string) =>
    fetch(`${foyerUrl()}/api/conversations/${conversationId}/attachments?name=a.txt`, {
      method: 'POST',
      headers: { authorization: `Bearer ${who}`, 'content-type': 'text/plain', 'x-forwarded-for': visitor.ip },
      body: 'hello'
    })
  expect((await upload(visitor.token)).status).toBe(201)
  await dress(workspace, { attachments: false })
  expect((await upload(visitor.token)).status).toBe(403)
  expect((await upload(workspace.key)).status).toBe(201)
})
