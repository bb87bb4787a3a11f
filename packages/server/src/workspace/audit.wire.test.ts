import type { AuditEntry, MemberInvited } from '@foyer/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshEmail, openTestRecords, startTestServer, type TestServer } from './test-server.ts'

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

type Team = Awaited<ReturnType<TestServer['freshTeam']>>
const invited = async (team: Team) =>
  (await team.owner<MemberInvited>('POST', '/api/members', { email: freshEmail(), name: 'Ada', role: 'viewer' })).body
    .member.id

describe('DA7 what a person did is written down, with what was before and after', () => {
  const cases: { name: string; act: (team: Team) => Promise<unknown>; entry: Partial<AuditEntry> }[] = [
    {
      name: 'renaming the workspace',
      act: team => team.owner('PATCH', '/api/workspace', { name: 'New name', timezone: 'Europe/Lisbon' }),
      entry: {
        action: 'workspace.changed',
        detail: {
          before: { name: 'A shop', timezone: 'UTC', retentionDays: 365 },
          after: { name: 'New name', timezone: 'Europe/Lisbon', retentionDays: 365 }
        }
      }
    },
    {
      name: 'inviting a member',
      act: invited,
      entry: { action: 'member.invited', detail: { name: 'Ada', role: 'viewer', email: expect.any(String) } }
    },
    {
      name: 'changing a role',
      act: async team => team.owner('PATCH', `/api/members/${await invited(team)}`, { role: 'agent' }),
      entry: {
        action: 'member.changed',
        detail: { before: { name: 'Ada', role: 'viewer' }, after: { name: 'Ada', role: 'agent' } }
      }
    },
    {
      name: 'giving a new link',
      act: async team => team.owner('POST', `/api/members/${await invited(team)}/invite`),
      entry: { action: 'member.invited_again' }
    },
    {
      name: 'removing a member',
      act: async team => team.owner('DELETE', `/api/members/${await invited(team)}`),
      entry: { action: 'member.removed' }
    },
    { name: 'making a key', act: team => team.keyWith('people:read'), entry: { action: 'key.created' } },
    {
      name: 'deleting a key',
      act: async team => team.owner('DELETE', `/api/keys/${(await team.keyWith('people:read')).id}`),
      entry: { action: 'key.deleted' }
    },
    {
      name: 'making an agent',
      act: team => team.agent(),
      entry: { action: 'agent.created', detail: { name: 'The shop', allowedOrigins: ['https://shop.example'] } }
    },
    {
      name: 'changing an agent',
      act: async team => team.owner('PATCH', `/api/agents/${(await team.agent()).id}`, { allowedOrigins: ['*'] }),
      entry: {
        action: 'agent.changed',
        detail: {
          before: { name: 'The shop', allowedOrigins: ['https://shop.example'] },
          after: { name: 'The shop', allowedOrigins: ['*'] }
        }
      }
    },
    {
      name: 'deleting an agent',
      act: async team => team.owner('DELETE', `/api/agents/${(await team.agent()).id}`),
      entry: { action: 'agent.deleted' }
    },
    {
      name: 'rotating a secret',
      act: async team => team.owner('POST', `/api/agents/${(await team.agent()).id}/secret`),
      entry: { action: 'agent.secret_rotated' }
    },
    { name: 'signing in', act: team => server.signIn(team.email), entry: { action: 'member.signed_in' } }
  ]
  for (const { name, act, entry } of cases)
    test(name, async () => {
      const team = await server.freshTeam()
      await act(team)
      const [latest] = await team.audit()
      expect(latest).toMatchObject({ ...entry, actor: expect.stringMatching(/^Olga Owner <.*@shop\.example>$/) })
    })

  test('by an API key, under the name of the key', async () => {
    const team = await server.freshTeam()
    const { call } = await team.keyWith('agents:write')
    await call('POST', '/api/agents', { name: 'By a key', allowedOrigins: ['*'] })
    expect((await team.audit())[0]).toMatchObject({ action: 'agent.created', actor: 'API key "A key"' })
  })

  test('a change that fails leaves no entry', async () => {
    const team = await server.freshTeam()
    const before = await team.audit()
    await team.owner('POST', '/api/members', { email: team.email, name: 'x', role: 'viewer' })
    await team.owner('PATCH', '/api/workspace', { timezone: 'Nowhere/City' })
    await team.owner('DELETE', `/api/agents/agt_${'0'.repeat(32)}`)
    expect(await team.audit()).toEqual(before)
  })

  test('newest first, page by page, each entry once', async () => {
    const team = await server.freshTeam()
    for (let n = 0; n < 5; n++) await team.owner('PATCH', '/api/workspace', { name: `Name ${n}` })
    const seen: number[] = []
    let url = '/api/audit?limit=3'
    for (;;) {
      const { items, nextCursor } = (await team.owner<{ items: AuditEntry[]; nextCursor?: string }>('GET', url)).body
      seen.push(...items.map(entry => Number(entry.id)))
      if (!nextCursor) break
      url = `/api/audit?limit=3&cursor=${nextCursor}`
    }
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => seen.length - index))
  })
})

describe('DA7 the trail cannot be bent', () => {
  test('forty changes at once make one unbroken chain', async () => {
    const team = await server.freshTeam()
    const { entries } = { entries: (await team.audit()).length }
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => team.owner('PATCH', '/api/workspace', { name: `Name ${n}` }))
    )
    expect(await server.workspaces.verifyAudit(team.workspaceId)).toEqual({ isWhole: true, entries: entries + 40 })
  })

  test('no statement changes or removes an entry', async () => {
    const team = await server.freshTeam()
    const { sql } = store.records
    const { workspaceId } = team
    await expect(sql`UPDATE audit SET actor = 'nobody' WHERE workspace_id = ${workspaceId}`).rejects.toThrow(
      'append-only'
    )
    await expect(sql`DELETE FROM audit WHERE workspace_id = ${workspaceId}`).rejects.toThrow('append-only')
    await expect(sql`TRUNCATE audit`).rejects.toThrow('append-only')
  })

  const byTheDatabaseOwner: [name: string, change: (team: Team) => Promise<unknown>][] = [
    [
      'changed one word of an entry',
      team =>
        store.records
          .sql`UPDATE audit SET detail = jsonb_set(detail, '{name}', '"other"') WHERE workspace_id = ${team.workspaceId} AND entry = 2`
    ],
    [
      'changed who did it',
      team =>
        store.records
          .sql`UPDATE audit SET actor = 'somebody else' WHERE workspace_id = ${team.workspaceId} AND entry = 2`
    ],
    [
      'took an entry out',
      team => store.records.sql`DELETE FROM audit WHERE workspace_id = ${team.workspaceId} AND entry = 2`
    ],
    [
      'took the newest entries out',
      team =>
        store.records
          .sql`DELETE FROM audit a USING workspaces w WHERE w.id = ${team.workspaceId} AND a.workspace_id = w.id AND a.entry = w.audit_entries`
    ]
  ]
  for (const [name, change] of byTheDatabaseOwner)
    test(`it shows when the owner of the database switched the guard off and ${name}`, async () => {
      const team = await server.freshTeam()
      await team.owner('PATCH', '/api/workspace', { name: 'New name' })
      expect(await server.workspaces.verifyAudit(team.workspaceId)).toMatchObject({ isWhole: true })
      await store.records.sql`ALTER TABLE audit DISABLE TRIGGER audit_append_only`
      try {
        await change(team)
      } finally {
        await store.records.sql`ALTER TABLE audit ENABLE TRIGGER audit_append_only`
      }
      expect(await server.workspaces.verifyAudit(team.workspaceId)).toMatchObject({ isWhole: false })
    })

  test('it shows when an entry of another course of events, sealed by Foyer itself, is put in its place', async () => {
    const team = await server.freshTeam()
    const { sql } = store.records
    const { workspaceId } = team
    type Sealed = { entry: number; actor: string; detail: object; at: Date; seal: Buffer }
    const newest = async () => {
      const [row] = await sql<Sealed[]>`
        SELECT entry, actor, detail, at, seal FROM audit WHERE workspace_id = ${workspaceId} ORDER BY entry DESC LIMIT 1`
      if (!row) throw new Error('there should be an entry')
      return row
    }
    const start = await newest()
    await team.owner('PATCH', '/api/workspace', { name: 'One course' })
    const other = await newest()
    await sql`ALTER TABLE audit DISABLE TRIGGER audit_append_only`
    try {
      // Back to the start, as from a backup, and on from there; then the entry that never was takes the place of the real one.
      await sql`DELETE FROM audit WHERE workspace_id = ${workspaceId} AND entry = ${other.entry}`
      await sql`UPDATE workspaces SET audit_entries = ${start.entry}, audit_seal = ${start.seal} WHERE id = ${workspaceId}`
      await team.owner('PATCH', '/api/workspace', { name: 'Another course' })
      await team.owner('PATCH', '/api/workspace', { name: 'And on' })
      expect(await server.workspaces.verifyAudit(workspaceId)).toMatchObject({ isWhole: true })
      await sql`
        UPDATE audit SET detail = ${sql.json(other.detail as never)}, at = ${other.at}, seal = ${other.seal}
        WHERE workspace_id = ${workspaceId} AND entry = ${other.entry}`
    } finally {
      await sql`ALTER TABLE audit ENABLE TRIGGER audit_append_only`
    }
    expect(await server.workspaces.verifyAudit(workspaceId)).toEqual({ isWhole: false, brokenAt: other.entry + 1 })
  })

  test('other rooms write into the same chain, in the transaction of what they did', async () => {
    const team = await server.freshTeam()
    const by = { kind: 'system', workspaceId: team.workspaceId, label: 'Foyer' } as const
    await server.workspaces.audit(by, 'people.exported', 'vis_1', { z: 1, a: { y: [1, { c: 2, b: 1.5 }] } })
    const { sql } = store.records
    const undone = sql.begin(async tx => {
      await server.workspaces.audit(by, 'people.erased', 'vis_1', {}, tx)
      throw new Error('it failed after all')
    })
    await expect(undone).rejects.toThrow('it failed after all')
    expect((await team.audit())[0]).toMatchObject({ action: 'people.exported', target: 'vis_1' })
    expect(await server.workspaces.verifyAudit(team.workspaceId)).toMatchObject({ isWhole: true })
  })
})
