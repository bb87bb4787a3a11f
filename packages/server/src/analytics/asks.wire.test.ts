import { randomBytes } from 'node:crypto'
import type { AskProgress } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { identify, page, send, track } from '../../test/visitor.ts'
import { call, mintWorkspace, settled } from '../../test/workspace.ts'

const today = () => new Date().toISOString().slice(0, 10)

test('a report that waits is seen by whoever asked it, taken back by them, and by nobody else', async () => {
  const workspace = await mintWorkspace()
  const other = await mintWorkspace()
  const visitor = (await identify(workspace)).body
  await send(workspace, visitor, [page('/'), track('Order Completed', { total: 1 })])
  await settled()
  const body = { from: today(), to: today(), series: Array.from({ length: 10 }, () => ({ event: 'Order Completed' })) }
  // The workspace has one turn at a time: behind forty others there is time to take one back.
  const ask = randomBytes(16).toString('hex')
  const before = Array.from({ length: 30 }, () => call('POST', '/api/analytics/trend', { who: workspace.key, body }))
  const taken = call<{ error: { code: string } }>('POST', '/api/analytics/trend', {
    who: workspace.key,
    body,
    headers: { 'x-ask': ask }
  })
  const path = `/api/analytics/asks/${ask}`
  let seen = await call<AskProgress>('GET', path, { who: workspace.key })
  while (seen.status === 404) seen = await call<AskProgress>('GET', path, { who: workspace.key })
  expect(seen.body).toMatchObject({ state: expect.stringMatching(/waiting|running/), statements: expect.any(Number) })
  expect((await call('GET', path, { who: other.key })).status).toBe(404)
  expect((await call('DELETE', path, { who: other.key })).status).toBe(404)
  expect((await call('DELETE', path, { who: workspace.key })).status).toBe(204)
  expect((await taken).status).toBe(409)
  expect((await taken).body.error.code).toBe('conflict')
  for (const answer of await Promise.all(before)) expect(answer.status).toBe(200)
  expect((await call('GET', path, { who: workspace.key })).status).toBe(404)
})

test('DA4 a workspace that asks for very much at once is told to wait, and another is answered meanwhile', async () => {
  const busy = await mintWorkspace()
  const calm = await mintWorkspace()
  const body = (series: number) => ({ from: today(), to: today(), series: Array(series).fill({ event: 'page' }) })
  // Each takes its turn for longer than a quick machine takes to read the next.
  const many = Array.from({ length: 150 }, () =>
    call('POST', '/api/analytics/trend', { who: busy.key, body: body(10) })
  )
  expect((await call('POST', '/api/analytics/trend', { who: calm.key, body: body(1) })).status).toBe(200)
  const answers = await Promise.all(many)
  const refused = answers.filter(({ status }) => status === 429)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]))
  expect(refused[0]?.headers.get('retry-after')).toMatch(/^\d+$/)
})
