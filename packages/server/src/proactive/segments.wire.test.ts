import type { Segment } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { page, send, track, userToken, uuidV7 } from '../../test/visitor.ts'
import { call, type Minted, mintWorkspace, settled } from '../../test/workspace.ts'
import { guest } from '../conversations/testing/talking.ts'
import { addRule, anyPage, idsFor, isShown, preview, rulesOf, standing } from './testing/rules.ts'

async function segmentOf(workspace: Minted, filters: unknown[]): Promise<string> {
  const made = await call<Segment>('POST', '/api/segments', {
    who: workspace.key,
    body: { name: 'Buyers', rule: { filters } }
  })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return made.body.id
}

test('B5 a message is shown to who is in a segment, or to who is not, and a page hears nothing of it', async () => {
  const workspace = await mintWorkspace()
  const segment = await segmentOf(workspace, [
    { did: { event: 'Order Completed' }, times: { op: 'atLeast', count: 2 } },
    { property: 'traits.plan', op: 'isNot', value: 'free' }
  ])
  const forThem = await addRule(workspace, { conditions: [anyPage, { kind: 'segment', segment, is: true }] })
  const forOthers = await addRule(workspace, { conditions: [anyPage, { kind: 'segment', segment, is: false }] })
  const buyer = await guest(workspace)
  const other = await guest(workspace)
  // A page is looked at for a moment before anything is shown on it.
  const view = page('/', { id: uuidV7(Date.now() - 60_000), timestamp: Date.now() - 60_000 })
  const left = { durationMs: 30_000, visibleMs: 30_000, scrollPercent: 10, pageId: view.id, resumed: 0 }
  await send(workspace, buyer, [
    view,
    { ...page('/'), type: 'exit', timestamp: Date.now() - 30_000, properties: left },
    track('Order Completed')
  ])
  await send(workspace, other, [page('/')])
  expect(await idsFor(workspace, buyer)).toEqual([forOthers.id])
  // Judged by what was acknowledged a moment ago.
  await send(workspace, buyer, [track('Order Completed')])
  expect((await standing(workspace, buyer)).rules).toEqual([{ id: forThem.id, conditions: [anyPage] }])
  expect(await idsFor(workspace, other)).toEqual([forOthers.id])
  expect(await isShown(workspace, other, forThem)).toBe(false)
  expect(await isShown(workspace, buyer, forThem)).toBe(true)

  await settled()
  const counted = await preview(workspace, [
    { kind: 'page', op: 'is', value: '/' },
    { kind: 'segment', segment, is: true }
  ])
  expect(counted).toMatchObject({ known: true, people: 1 })
})

test('B5 whoever proved the same user in two browsers is judged by what they did in both', async () => {
  const workspace = await mintWorkspace()
  const segment = await segmentOf(workspace, [
    { did: { event: 'Order Completed' } },
    { property: 'traits.tier', value: 'gold' }
  ])
  const rule = await addRule(workspace, { conditions: [anyPage, { kind: 'segment', segment, is: true }] })
  const proof = (nonce: number) => userToken(workspace, 'u1', { nonce, traits: { tier: 'gold' } })
  const phone = await guest(workspace, { userToken: await proof(1) })
  await send(workspace, phone, [track('Order Completed')])
  const laptop = await guest(workspace, { userToken: await proof(2) })
  expect(await idsFor(workspace, laptop)).toEqual([rule.id])
  expect(await idsFor(workspace, await guest(workspace))).toEqual([])
})

test('a segment that a message needs is not deleted, and one of another workspace is none', async () => {
  const [workspace, theirs] = [await mintWorkspace(), await mintWorkspace()]
  const segment = await segmentOf(workspace, [])
  const rule = await addRule(workspace, {
    name: 'Hello',
    conditions: [anyPage, { kind: 'segment', segment, is: true }]
  })
  const path = `/api/segments/${segment}`
  const kept = await call<{ error: { message: string } }>('DELETE', path, { who: workspace.key })
  expect([kept.status, kept.body.error.message]).toEqual([
    409,
    'It is used by the message “Hello”. Take it out there first.'
  ])
  const foreign = await call<{ error: { field?: string } }>('POST', rulesOf(theirs), {
    who: theirs.key,
    body: {
      name: 'x',
      message: 'x',
      conditions: [anyPage, { kind: 'segment', segment, is: true }],
      frequency: { kind: 'once' },
      enabled: true
    }
  })
  expect([foreign.status, foreign.body.error.field]).toEqual([422, 'conditions.1.segment'])
  expect((await call('DELETE', `${rulesOf(workspace)}/${rule.id}`, { who: workspace.key })).status).toBe(204)
  expect((await call('DELETE', path, { who: workspace.key })).status).toBe(204)
})
