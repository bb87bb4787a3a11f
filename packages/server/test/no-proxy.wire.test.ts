import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from './start.ts'
import { anyAddress, personOf } from './team.ts'
import { identify, newLocalId, page, send } from './visitor.ts'
import { call, mintWorkspace, useServer } from './workspace.ts'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer({ trustedProxies: '' })
  useServer(server)
})
afterAll(() => server.stop())

test('P66 where no proxy is trusted, nobody can say that they come from somewhere else', async () => {
  const workspace = await mintWorkspace()
  const lies = ['x-forwarded-for', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip', 'x-client-ip', 'forwarded']
  for (const header of lies) {
    const headers = { [header]: header === 'forwarded' ? 'for=81.2.69.142' : '81.2.69.142' }
    const visitor = await call<{ visitorId: string; token: string }>('POST', '/api/visitors/identify', {
      body: { agentId: workspace.agentId, localId: newLocalId() },
      headers
    })
    await call('POST', `/api/visitors/${visitor.body.visitorId}/events`, {
      who: visitor.body.token,
      body: { agentId: workspace.agentId, events: [page('/')] },
      headers
    })
    const person = await personOf(workspace, visitor.body.visitorId)
    expect(person.ip, header).toBe('127.0.0.1')
    expect(person, header).not.toHaveProperty('country')
  }
})

test('an event says nothing of the address it came from, whatever its page puts into it', async () => {
  const workspace = await mintWorkspace()
  const visitor = await call<{ visitorId: string; token: string }>('POST', '/api/visitors/identify', {
    body: { agentId: workspace.agentId, localId: newLocalId(), context: { ip: '81.2.69.142', userAgent: 'Googlebot' } }
  })
  // Only an API key speaks for somebody else's browser.
  await send(workspace, visitor.body, [{ ...page('/'), context: { ip: '81.2.69.142', userAgent: 'Googlebot' } }])
  expect(await personOf(workspace, visitor.body.visitorId)).toMatchObject({ ip: '127.0.0.1', bot: false })
})

test('P66 a limit by address is not dodged with made-up addresses', async () => {
  const workspace = await mintWorkspace()
  const answers = await Promise.all(
    Array.from({ length: 450 }, () => identify(workspace, { localId: newLocalId() }, anyAddress()))
  )
  expect(answers.filter(answer => answer.status === 429).length).toBeGreaterThan(20)
})
