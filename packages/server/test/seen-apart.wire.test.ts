import type { IdentityChain } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { identify, newLocalId, page, send } from './visitor.ts'
import { call, mintWorkspace, settled } from './workspace.ts'

const fingerprint = '5.2:0123456789abcdef0123456789abcdef'

test('two identical phones are taken for one only until the first of them acts again', async () => {
  const workspace = await mintWorkspace()
  const first = newLocalId()
  const second = newLocalId()
  const one = await identify(workspace, { localId: first, fingerprint })
  const other = await identify(workspace, { localId: second, fingerprint })
  expect(other.body.visitorId).toBe(one.body.visitorId)

  // The first phone still has its page open and goes on, well after the second was first seen.
  await send(workspace, one.body, [page('/on-the-first', { timestamp: Date.now() + 10_000 })])
  await send(workspace, other.body, [page('/on-the-second')])
  await settled()

  const again = await identify(workspace, { localId: second, fingerprint })
  expect(again.body.visitorId).not.toBe(one.body.visitorId)
  const third = await identify(workspace, { localId: newLocalId(), fingerprint })
  expect([one.body.visitorId, again.body.visitorId]).not.toContain(third.body.visitorId)
  const chain = await call<IdentityChain>('GET', `/api/people/${one.body.visitorId}/identity`, { who: workspace.key })
  expect(chain.body.evidence).toMatchObject([{ kind: 'fingerprint', undoneBy: 'both browsers were seen' }])
})

test('what a closing page still sends does not part a browser from its own past', async () => {
  const workspace = await mintWorkspace()
  const before = await identify(workspace, { localId: newLocalId(), fingerprint })
  await send(workspace, before.body, [page('/')])
  const cleared = await identify(workspace, { localId: newLocalId(), fingerprint })
  await send(workspace, before.body, [{ ...page('/'), type: 'exit', properties: { durationMs: 5 } }])
  await send(workspace, cleared.body, [page('/again')])
  await settled()
  const chain = await call<IdentityChain>('GET', `/api/people/${before.body.visitorId}/identity`, {
    who: workspace.key
  })
  expect(chain.body.browsers).toHaveLength(2)
})
