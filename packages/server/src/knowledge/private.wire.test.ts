import type { Crawl } from '@foyer/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { call, type Minted, mintWorkspace } from '../../test/workspace.ts'
import { html, type Site, startSite } from './testing/site.ts'

// The server all tests share may not call private addresses: what an operator gets who sets nothing.
let workspace: Minted
let site: Site
beforeEach(async () => {
  workspace = await mintWorkspace()
  site = await startSite({ '/': html('Home', 'What only this machine may read.') })
})
afterEach(() => site.close())

test.each([
  'localhost',
  '127.0.0.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '2130706433',
  '0x7f.1',
  '169.254.169.254',
  '10.0.0.1'
])('a site at %s is not asked', async host => {
  const started = await call<Crawl>('POST', '/api/knowledge/crawls', {
    who: workspace.key,
    body: { url: `http://${host}:${site.port}/` }
  })
  expect(started.status, JSON.stringify(started.body)).toBe(201)
  const state = async () =>
    (await call<Crawl>('GET', `/api/knowledge/crawls/${started.body.id}`, { who: workspace.key })).body
  await expect.poll(async () => (await state()).status, { timeout: 20_000 }).toBe('failed')
  expect((await state()).fault).toContain('private network')
  expect(site.asked).toEqual([])
})

test('nor is a model, nor a webhook: unencrypted it is not even kept', async () => {
  const set = (body: object) =>
    call('PATCH', `/api/agents/${workspace.agentId}/responder`, { who: workspace.key, body })
  for (const url of [`${site.url}/v1`, 'javascript:alert(1)', 'https://user:password@model.example', 'nonsense']) {
    expect((await set({ openai: { baseUrl: url } })).status, url).toBe(422)
    expect((await set({ webhook: { url } })).status, url).toBe(422)
  }
  const { status } = await set({
    kind: 'openai',
    openai: { baseUrl: `https://localhost:${site.port}/v1`, model: 'm', timeoutSeconds: 5 }
  })
  expect(status).toBe(200)
  const checked = await call<{ ok: boolean; message: string }>(
    'POST',
    `/api/agents/${workspace.agentId}/responder/check`,
    {
      who: workspace.key
    }
  )
  expect(checked.body).toMatchObject({ ok: false, message: expect.stringContaining('private network') })
  expect(site.asked).toEqual([])
})
