import type { Agent, AgentCreated, AgentVerdict } from '@foyer/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorOf, openTestRecords, startTestServer, type TestServer } from './test-server.ts'

let store: Awaited<ReturnType<typeof openTestRecords>>
let server: TestServer

beforeAll(async () => {
  store = await openTestRecords()
  server = await startTestServer(store.records)
})
afterAll(async () => {
  await server.close()
  await store.close()
})

describe('an agent', () => {
  test('is made with an identity secret that is shown once', async () => {
    const team = await server.freshTeam()
    const body = {
      name: ' The shop ',
      allowedOrigins: ['https://Shop.example/', 'https://*.shop.example', 'https://shop.example']
    }
    const made = await team.owner<AgentCreated>('POST', '/api/agents', body)
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      name: 'The shop',
      allowedOrigins: ['https://shop.example', 'https://*.shop.example']
    })
    expect(made.body.id).toMatch(/^agt_[0-9a-f]{32}$/)
    expect(made.body.identitySecret).toMatch(/^is_[0-9a-f]{64}$/)
    const { text } = await team.owner('GET', `/api/agents/${made.body.id}`)
    expect(text).not.toContain(made.body.identitySecret)
    expect((await team.owner('GET', '/api/agents')).text).not.toContain('identitySecret"')
    const [kept] = await store.records.sql`
      SELECT count(*)::int AS found FROM agents a WHERE a::text LIKE ${`%${Buffer.from(made.body.identitySecret).toString('hex')}%`}`
    expect(kept).toEqual({ found: 0 })
    expect(await server.workspaces.identitySecrets(made.body.id)).toEqual([made.body.identitySecret])
  })

  for (const origin of [
    'shop.example',
    'ftp://shop.example',
    'https://shop.example/path',
    'https://*.com',
    'https://',
    'null',
    '',
    'javascript:alert(1)',
    'https://*',
    'https://a.*.example',
    'https://user:pw@shop.example'
  ])
    test(`cannot be given "${origin}" as an allowed origin`, async () => {
      const team = await server.freshTeam()
      const answer = await team.owner('POST', '/api/agents', {
        name: 'x',
        allowedOrigins: ['https://ok.example', origin]
      })
      expect(answer.status).toBe(422)
      expect(errorOf(answer).field).toBe('allowedOrigins.1')
    })

  test('changes are seen by the public doors at once here, and within seconds in another process', async () => {
    const team = await server.freshTeam()
    const neighbour = await startTestServer(store.records)
    const { id } = await team.agent()
    const seen = {
      id,
      workspaceId: team.workspaceId,
      workspaceNumber: team.workspace.number,
      retentionDays: 365,
      timezone: 'UTC'
    }
    expect(await server.workspaces.agentByPublicId(id)).toMatchObject({
      ...seen,
      allowedOrigins: ['https://shop.example']
    })
    expect(await neighbour.workspaces.agentByPublicId(id)).toMatchObject(seen)

    await team.owner('PATCH', `/api/agents/${id}`, { allowedOrigins: ['*'], id: 'agt_1', workspaceId: 'x' })
    await team.owner('PATCH', '/api/workspace', { retentionDays: 30 })
    expect(await server.workspaces.agentByPublicId(id)).toMatchObject({ id, allowedOrigins: ['*'], retentionDays: 30 })
    neighbour.pass(5_000)
    expect(await neighbour.workspaces.agentByPublicId(id)).toMatchObject({
      id,
      allowedOrigins: ['*'],
      retentionDays: 30
    })
    await neighbour.close()
  })

  test('once deleted is unknown everywhere, and its secrets are gone', async () => {
    const team = await server.freshTeam()
    const { id } = await team.agent()
    await server.workspaces.agentByPublicId(id)
    expect((await team.owner('DELETE', `/api/agents/${id}`)).status).toBe(204)
    expect(await server.workspaces.agentByPublicId(id)).toBeNull()
    expect(await server.workspaces.identitySecrets(id)).toEqual([])
    for (const [method, url] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/secret']
    ] as const)
      expect(
        (await team.owner(method, `/api/agents/${id}${url}`, method === 'PATCH' ? { name: 'x' } : undefined)).status
      ).toBe(404)
    expect((await team.owner<{ items: Agent[] }>('GET', '/api/agents')).body.items).toEqual([])
    const [row] = await store.records
      .sql`SELECT identity_secret, previous_secret FROM agents WHERE id = ${id.slice(4)}::uuid`
    expect(row).toEqual({ identity_secret: null, previous_secret: null })
  })

  test('an id that is none, or of another kind, is simply unknown', async () => {
    for (const id of [
      '',
      'agt_',
      'agt_xyz',
      `vis_${'0'.repeat(32)}`,
      `agt_${'0'.repeat(32)}`,
      `agt_${'0'.repeat(32)}'; --`
    ])
      expect(await server.workspaces.agentByPublicId(id)).toBeNull()
  })
})

describe('ID7 rotating the identity secret', () => {
  test('the old one is believed for the grace time and then no more', async () => {
    const slow = await startTestServer(store.records)
    const team = await slow.freshTeam()
    const first = await team.agent()
    const second = await team.owner<AgentCreated>('POST', `/api/agents/${first.id}/secret`, { graceSeconds: 3600 })
    expect(second.status).toBe(200)
    expect(second.body.previousSecretUntil).toBe(new Date(slow.now().getTime() + 3_600_000).toISOString())
    expect(await slow.workspaces.identitySecrets(first.id)).toEqual([second.body.identitySecret, first.identitySecret])
    slow.pass(3_599_000)
    expect(await slow.workspaces.identitySecrets(first.id)).toHaveLength(2)
    slow.pass(1_000)
    expect(await slow.workspaces.identitySecrets(first.id)).toEqual([second.body.identitySecret])
    expect((await team.owner<Agent>('GET', `/api/agents/${first.id}`)).body.previousSecretUntil).toBeUndefined()
    await slow.close()
  })

  test('without grace the old one is cut off at once, also in another process within seconds', async () => {
    const team = await server.freshTeam()
    const neighbour = await startTestServer(store.records)
    const first = await team.agent()
    for (const node of [server, neighbour]) expect(await node.workspaces.identitySecrets(first.id)).toHaveLength(1)
    const second = (await team.owner<AgentCreated>('POST', `/api/agents/${first.id}/secret`, { graceSeconds: 0 })).body
    expect(await server.workspaces.identitySecrets(first.id)).toEqual([second.identitySecret])
    neighbour.pass(5_000)
    expect(await neighbour.workspaces.identitySecrets(first.id)).toEqual([second.identitySecret])
    const [entry] = await team.audit()
    expect(entry).toMatchObject({ action: 'agent.secret_rotated', target: first.id, detail: { graceSeconds: 0 } })
    expect(JSON.stringify(entry)).not.toContain('is_')
    await neighbour.close()
  })

  test('needs no body, and then gives a day', async () => {
    const team = await server.freshTeam()
    const { id } = await team.agent()
    const { body } = await team.owner<AgentCreated>('POST', `/api/agents/${id}/secret`)
    expect(new Date(body.previousSecretUntil ?? 0).getTime() - server.now().getTime()).toBe(86_400_000)
  })

  test('a sealed secret that was copied to another agent in the store does not open', async () => {
    const team = await server.freshTeam()
    const [one, two] = [await team.agent(), await team.agent()]
    const uuid = (id: string) => id.slice(4)
    await store.records.sql`
      UPDATE agents SET identity_secret = (SELECT identity_secret FROM agents WHERE id = ${uuid(one.id)}::uuid)
      WHERE id = ${uuid(two.id)}::uuid`
    await expect(server.workspaces.identitySecrets(two.id)).rejects.toThrow()
  })
})

describe('verify installation', () => {
  const verify = async (team: Awaited<ReturnType<TestServer['freshTeam']>>, id: string, url: string) =>
    (await team.owner<AgentVerdict>('POST', `/api/agents/${id}/verify`, { url })).body

  test('says what is missing until the first event arrives, and then where it came from', async () => {
    const team = await server.freshTeam()
    const { id } = await team.agent(['https://shop.example', 'https://blog.example'])
    expect(await verify(team, id, 'https://shop.example')).toEqual({
      found: false,
      message:
        'Nothing has arrived from https://shop.example yet. Open the page once with the snippet on it, then check again.'
    })
    const agent = await server.workspaces.agentByPublicId(id)
    await server.workspaces.noteEvents(agent?.uuid ?? '', {
      at: server.now(),
      url: 'https://shop.example/tea?email=ada@x.example#top'
    })
    expect(await verify(team, id, 'shop.example/any/page')).toEqual({
      found: true,
      message: 'Events arrive from https://shop.example. The last one came just now, from https://shop.example/tea.'
    })
    expect((await verify(team, id, 'https://blog.example')).message).toContain(
      'Events do arrive from https://shop.example/tea.'
    )
    expect((await verify(team, id, 'https://evil.example')).message).toContain("not among this agent's allowed origins")
  })

  test('the installation light keeps the first and the last event, in whatever order they are noted', async () => {
    const team = await server.freshTeam()
    const { id } = await team.agent(['*'])
    const uuid = (await server.workspaces.agentByPublicId(id))?.uuid ?? ''
    const at = (minute: number) => new Date(Date.UTC(2031, 0, 1, 12, minute))
    await server.workspaces.noteEvents(uuid, { at: at(5), url: 'https://a.example/new' })
    await server.workspaces.noteEvents(uuid, { at: at(1), url: 'https://a.example/old' })
    await server.workspaces.noteEvents(uuid, { at: at(7), url: null })
    expect((await team.owner<Agent>('GET', `/api/agents/${id}`)).body).toMatchObject({
      firstEventAt: at(1).toISOString(),
      lastEventAt: at(7).toISOString(),
      lastEventUrl: 'https://a.example/new'
    })
  })

  test('an agent open to any origin remembers a hundred of them and no more', async () => {
    const team = await server.freshTeam()
    const { id } = await team.agent(['*'])
    const uuid = (await server.workspaces.agentByPublicId(id))?.uuid ?? ''
    for (let n = 0; n < 105; n++)
      await server.workspaces.noteEvents(uuid, { at: server.now(), url: `https://n${n}.example/` })
    const [kept] = await store.records.sql`SELECT count(*)::int AS origins FROM agent_origins WHERE agent_id = ${uuid}`
    expect(kept).toEqual({ origins: 100 })
  })

  test('an address that is none is told so', async () => {
    const team = await server.freshTeam()
    const { id } = await team.agent()
    for (const url of ['http://', 'file:///etc/passwd', 'https://']) {
      const answer = await team.owner('POST', `/api/agents/${id}/verify`, { url })
      expect(answer.status).toBe(422)
      expect(errorOf(answer).field).toBe('url')
    }
  })
})
