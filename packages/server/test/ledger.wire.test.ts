import type { LedgerRow } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { anyAddress, keyWith } from './team.ts'
import { identify, newLocalId, page, send, track, uuidV7 } from './visitor.ts'
import { call, type Minted, mintWorkspace, settled, writeHours } from './workspace.ts'

async function ledgerOf(workspace: Minted, query = ''): Promise<LedgerRow[]> {
  await settled()
  const answer = await call<{ items: LedgerRow[] }>('GET', `/api/ledger${query}`, { who: workspace.key })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body.items
}
const sum = (rows: LedgerRow[]) => {
  const rejected = new Map<string, number>()
  const dropped = new Map<string, number>()
  for (const row of rows) {
    for (const [reason, count] of Object.entries(row.rejected))
      rejected.set(reason, (rejected.get(reason) ?? 0) + count)
    for (const [reason, count] of Object.entries(row.droppedInPage))
      dropped.set(reason, (dropped.get(reason) ?? 0) + count)
  }
  const total = (pick: (row: LedgerRow) => number) => rows.reduce((all, row) => all + pick(row), 0)
  return {
    received: total(row => row.received),
    stored: total(row => row.stored),
    duplicate: total(row => row.duplicate),
    rejected: Object.fromEntries(rejected),
    droppedInPage: Object.fromEntries(dropped)
  }
}

test('received is stored, duplicate and every reason, to the event', async () => {
  const workspace = await mintWorkspace()
  const visitor = (await identify(workspace, { localId: newLocalId() }, anyAddress())).body
  const good = [page('/1'), page('/2'), track('Three')]
  const bad = [
    null,
    { ...page('/'), type: 'purchase' },
    track('Deep', JSON.parse(`${'{"a":'.repeat(20)}1${'}'.repeat(20)}`)),
    track('Large', { text: 'x'.repeat(40_000) }),
    { ...page('/'), timestamp: 0 },
    { ...page('/'), timestamp: Date.now() + 72 * 3_600_000 },
    { ...page('/'), timestamp: 'noon' }
  ]
  const twice = track('Twice in one batch')
  const first = await send(workspace, visitor, [...good, ...bad, twice, twice], {
    dropped: { queue_full: 7, runaway: 2, 'Not A Reason': 5 }
  })
  expect(first.body).toMatchObject({ accepted: 4, duplicates: 1 })
  expect(first.body.rejected).toHaveLength(bad.length)
  await send(workspace, visitor, good)
  // A batch that is refused as a whole was never taken in: its sender still has it, and knows.
  expect((await send(workspace, visitor, [])).status).toBe(422)
  expect((await send(workspace, { ...visitor, token: 'vt_x' }, good)).status).toBe(401)

  const told = sum(await ledgerOf(workspace))
  expect(told).toEqual({
    received: 15,
    stored: 4,
    duplicate: 4,
    rejected: {
      invalid_event: 2,
      unknown_type: 1,
      properties_too_deep: 1,
      properties_too_large: 1,
      too_old: 1,
      in_the_future: 1
    },
    droppedInPage: { queue_full: 7, runaway: 2 }
  })
  const reasons = Object.values(told.rejected).reduce((all, count) => all + count, 0)
  expect(told.received).toBe(told.stored + told.duplicate + reasons)
})

test('the ledger holds under many batches at once, and keeps the agents apart', async () => {
  const workspace = await mintWorkspace()
  const second = await call<{ id: string }>('POST', '/api/agents', {
    who: workspace.key,
    body: { name: 'Second site', allowedOrigins: ['*'] }
  })
  const visitor = (await identify(workspace, { localId: newLocalId() }, anyAddress())).body
  const shared = Array.from({ length: 10 }, () => track('Sent by everybody'))
  await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      send(workspace, visitor, [...shared, track(`Own ${n}`), { id: uuidV7() }], {
        agentId: n % 3 === 0 ? second.body.id : workspace.agentId
      })
    )
  )
  const rows = await ledgerOf(workspace)
  expect(sum(rows)).toMatchObject({ received: 360, stored: 40, duplicate: 290, rejected: { invalid_event: 30 } })
  const of = (agentId: string) => sum(rows.filter(row => row.agentId === agentId))
  expect(of(second.body.id)).toMatchObject({ received: 120, rejected: { invalid_event: 10 } })
  expect(of(workspace.agentId)).toMatchObject({ received: 240, rejected: { invalid_event: 20 } })
  expect(sum(await ledgerOf(workspace, `?agentId=${second.body.id}`)).received).toBe(120)
})

test('the ledger is for those who may read the workspace, and shows nothing of another one', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  const visitor = (await identify(other, { localId: newLocalId() }, anyAddress())).body
  await send(other, visitor, [page('/')])
  expect(await ledgerOf(workspace)).toEqual([])
  expect(await ledgerOf(workspace, `?agentId=${other.agentId}`)).toEqual([])
  const { key } = await keyWith(workspace, 'people:read', 'visitors:write')
  expect((await call('GET', '/api/ledger', { who: key })).status).toBe(403)
  expect((await call('GET', '/api/ledger')).status).toBe(401)
})

test('a quarter of a year of several agents is told whole, and what is too long is refused instead of cut', async () => {
  const workspace = await mintWorkspace()
  const agents = [workspace.agentId]
  for (const name of ['Second site', 'Third site']) {
    const made = await call<{ id: string }>('POST', '/api/agents', {
      who: workspace.key,
      body: { name, allowedOrigins: ['*'] }
    })
    agents.push(made.body.id)
  }
  const hours = 24 * 90
  await writeHours({
    workspaceId: workspace.workspace.id,
    agents,
    hours,
    counts: { received: 10, stored: 7, too_old: 3 }
  })
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
  const told = sum(await ledgerOf(workspace, `?from=${daysAgo(90)}`))
  const all = hours * agents.length
  expect(told).toMatchObject({ received: 10 * all, stored: 7 * all, rejected: { too_old: 3 * all } })

  const refused = async (query: string) => {
    const { status, body } = await call<{ error: { field: string } }>('GET', `/api/ledger?${query}`, {
      who: workspace.key
    })
    return [status, body.error.field]
  }
  expect(await refused(`from=${daysAgo(93)}`)).toEqual([422, 'from'])
  expect(await refused(`from=${daysAgo(1)}&to=${daysAgo(2)}`)).toEqual([422, 'to'])
})
