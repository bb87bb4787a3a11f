import { hostname } from 'node:os'
import type { Catalog, Destination, DestinationRevisions } from '@foyer/protocol'
import type { Static } from 'typebox'
import { describe, expect, test } from 'vitest'
import { auditOf, keyWith } from '../../../test/team.ts'
import { hex } from '../../../test/visitor.ts'
import { call, mintWorkspace, placesOf } from '../../../test/workspace.ts'
import { add, added, change, draft, newSecret } from '../testing/team.ts'

type Refusal = { error: { code: string; message: string; field?: string } }
const refused = (answer: { status: number; body: unknown }) => {
  const { error } = answer.body as Refusal
  return { status: answer.status, field: error?.field, message: error?.message }
}

test('S3 the catalog tells of each destination what its form asks, its presets and what it sends', async () => {
  const { key } = await mintWorkspace()
  const { status, body } = await call<Static<typeof Catalog>>('GET', '/api/destinations/catalog', { who: key })
  expect(status).toBe(200)
  const webhook = body.items.find(item => item.type === 'webhook')
  expect(webhook).toMatchObject({ name: 'Webhook', category: 'webhook' })
  expect(webhook?.settings.map(field => [field.key, field.kind])).toContainEqual(['secret', 'secret'])
  for (const entry of body.items) {
    expect(entry.presets.length, entry.type).toBeGreaterThan(0)
    expect(entry.presets[0]?.mapping.rules[0]?.fields, entry.type).not.toEqual({})
    expect(entry.examples.length, entry.type).toBeGreaterThan(0)
  }
})

test('S3 a destination is added with its preset, listed, changed, paused and deleted, and the trail says by whom', async () => {
  const workspace = await mintWorkspace()
  const made = await added(workspace, { name: 'Orders', consentCategories: ['marketing'] })
  expect(made).toMatchObject({
    type: 'webhook',
    name: 'Orders',
    enabled: true,
    state: 'active',
    settings: { url: 'https://hooks.example/in', secret: { isSet: true } },
    differences: [],
    consentCategories: ['marketing'],
    whenConsentUnknown: 'send',
    agentIds: [],
    revision: 1,
    health: { delivered: 0, waiting: 0 }
  })
  expect(made.mapping.rules.length).toBeGreaterThan(0)
  const list = await call<{ items: Destination[] }>('GET', '/api/destinations', { who: workspace.key })
  expect(list.body.items).toEqual([made])
  const paused = await change(workspace, made.id, { enabled: false, personal: { email: 'hash' } })
  expect(paused.body).toMatchObject({ enabled: false, state: 'paused', personal: { email: 'hash' }, revision: 2 })
  const agents = await change(workspace, made.id, { agentIds: [workspace.agentId] })
  expect(agents.body.agentIds).toEqual([workspace.agentId])
  expect((await call('GET', `/api/destinations/${made.id}`, { who: workspace.key })).body).toEqual(agents.body)
  expect((await call('DELETE', `/api/destinations/${made.id}`, { who: workspace.key })).status).toBe(204)
  expect((await call('GET', `/api/destinations/${made.id}`, { who: workspace.key })).status).toBe(404)
  const trail = (await auditOf(workspace)).filter(entry => entry.target === made.id)
  expect(trail.map(entry => entry.action)).toEqual([
    'destination.deleted',
    'destination.changed',
    'destination.changed',
    'destination.created'
  ])
  expect(trail[2]?.detail).toMatchObject({ changed: ['personal data'], enabled: false })
})

test('a key that may only read changes nothing', async () => {
  const workspace = await mintWorkspace()
  const made = await added(workspace)
  const { key } = await keyWith(workspace, 'destinations:read')
  expect((await call('GET', '/api/destinations', { who: key })).status).toBe(200)
  expect((await call('POST', '/api/destinations', { who: key, body: draft() })).status).toBe(403)
  expect((await call('DELETE', `/api/destinations/${made.id}`, { who: key })).status).toBe(403)
})

describe('S1 what is wrong with the settings is said by field', () => {
  test.each([
    [{}, 'settings.url', /missing/],
    [{ url: 'https://hooks.example', secret: '' }, 'settings.secret', /missing/],
    [{ url: 'https://hooks.example', secret: 'hunter2' }, 'settings.secret', /whsec_/],
    [{ url: 7, secret: newSecret() }, 'settings.url', /text/],
    [{ url: 'hooks.example', secret: newSecret() }, 'settings.url', /https:\/\//],
    [{ url: 'https://hooks.example/\r\nX-Injected: 1', secret: newSecret() }, 'settings.url', /one line/],
    [{ url: 'https://hooks.example', secret: newSecret(), app: 1 }, 'settings.app', /no setting/],
    [{ url: `https://hooks.example/${'x'.repeat(3000)}`, secret: newSecret() }, 'settings.url', /at most/]
  ])('%j', async (settings, field, message) => {
    const answer = refused(await add(await mintWorkspace(), { settings }))
    expect(answer).toMatchObject({ status: 422, field })
    expect(answer.message).toMatch(message)
  })

  test('and so are a type, a preset, an agent and a category that are none', async () => {
    const workspace = await mintWorkspace()
    const other = await mintWorkspace()
    const cases: [Parameters<typeof draft>[0], string][] = [
      [{ type: 'carrier-pigeon' }, 'type'],
      [{ preset: 'everything-and-more' }, 'preset'],
      [{ agentIds: [other.agentId] }, 'agentIds.0'],
      [{ consentCategories: ['  '] }, 'consentCategories.0'],
      [{ name: '  ' }, 'name'],
      [{ mapping: { rules: [{ name: 'A', on: {}, to: 'nowhere', fields: {} }] } }, 'mapping.rules.0.to']
    ]
    for (const [more, field] of cases)
      expect(refused(await add(workspace, more)), field).toMatchObject({ status: 422, field })
    expect((await call<{ items: [] }>('GET', '/api/destinations', { who: workspace.key })).body.items).toEqual([])
  })
})

test('a name is taken once in a workspace, whatever its case, and once again in another', async () => {
  const workspace = await mintWorkspace()
  const first = await added(workspace, { name: 'Orders' })
  expect(refused(await add(workspace, { name: 'orders ' }))).toMatchObject({ status: 409, field: 'name' })
  const second = await added(workspace, { name: 'Leads' })
  expect(refused(await change(workspace, second.id, { name: 'ORDERS' }))).toMatchObject({ status: 409 })
  expect((await change(workspace, first.id, { name: 'ORDERS' })).body.name).toBe('ORDERS')
  expect((await add(await mintWorkspace(), { name: 'Orders' })).status).toBe(201)
})

const inside = [
  'http://hooks.example/in',
  'https://127.0.0.1/x',
  'https://127.1',
  'https://0x7f.1',
  'https://2130706433',
  'https://0177.0.0.1',
  'https://１２７.０.０.１',
  'https://localhost:8443/',
  'https://printer.local/',
  'https://[::1]/',
  'https://[::127.0.0.1]/',
  'https://[::ffff:169.254.169.254]/',
  'https://[fd00::1]/',
  'https://[64:ff9b::a9fe:a9fe]/',
  'https://169.254.169.254/latest/meta-data',
  'https://user@169.254.169.254#@ok.example',
  'https://ok.example\\@127.0.0.1/',
  'https://user:word@hooks.example/',
  'file:///etc/passwd',
  'gopher://hooks.example/',
  'unix:/var/run/docker.sock',
  `https://${hostname()}/`
]
describe('DE4 P34-P41 an address that leads inside is refused when it is saved', () => {
  test.each(inside)('%s', async url => {
    const workspace = await mintWorkspace()
    const settings = { url, secret: newSecret() }
    expect(refused(await add(workspace, { settings }))).toMatchObject({ status: 422, field: 'settings.url' })
    const made = await added(workspace)
    const changed = await change(workspace, made.id, { settings: { url } })
    expect(refused(changed)).toMatchObject({ status: 422, field: 'settings.url' })
    const now = await call<Destination>('GET', `/api/destinations/${made.id}`, { who: workspace.key })
    expect(now.body.settings.url).toBe('https://hooks.example/in')
  })
})

test('DE6 a secret is kept when it is not named, replaced when it is, and never shown: not in an answer, the trail or the log', async () => {
  const workspace = await mintWorkspace()
  const [secret, next] = [newSecret(), newSecret()]
  const made = await added(workspace, { settings: { url: 'https://hooks.example/in', secret } })
  const ask = async (method: string, path: string, body?: unknown) =>
    JSON.stringify((await call(method, path, { who: workspace.key, ...(body ? { body } : {}) })).body)
  const heard = [
    JSON.stringify(made),
    await ask('PATCH', `/api/destinations/${made.id}`, { settings: { url: 'https://hooks.example/other' } }),
    // As a form sends back what it was shown.
    await ask('PATCH', `/api/destinations/${made.id}`, { settings: made.settings }),
    await ask('PATCH', `/api/destinations/${made.id}`, { settings: { secret: next } }),
    await ask('PATCH', `/api/destinations/${made.id}`, { settings: { secret: `${secret} `, url: 'nowhere' } }),
    await ask('GET', '/api/destinations'),
    await ask('GET', `/api/destinations/${made.id}/revisions`),
    await ask('POST', `/api/destinations/${made.id}/revisions/1/restore`),
    await ask('GET', '/api/audit')
  ]
  for (const answer of heard) for (const word of [secret, next]) expect(answer).not.toContain(word.slice(6))
  expect(heard[1]).toContain('"isSet":true')
  for (const word of [secret, next]) expect(await placesOf(word.slice(6))).toEqual([])
})

test('DE6 a secret goes to no other server than the one it was entered for, whoever changes the address', async () => {
  const workspace = await mintWorkspace()
  const made = await added(workspace)
  const shown = async () =>
    (await call<Destination>('GET', `/api/destinations/${made.id}`, { who: workspace.key })).body.settings.url
  const mine = 'https://mine.example/in'
  for (const settings of [{ url: mine }, { ...made.settings, url: mine }, { url: 'https://hooks.example:8443/in' }]) {
    const answer = await change(workspace, made.id, { settings })
    expect(refused(answer)).toMatchObject({ status: 422, field: 'settings.secret' })
    expect(JSON.stringify(answer.body)).toContain('Enter Signing secret again')
    expect(await shown()).toBe('https://hooks.example/in')
  }
  // Elsewhere on the same server it is known already.
  expect((await change(workspace, made.id, { settings: { url: 'https://hooks.example/other' } })).status).toBe(200)
  expect((await change(workspace, made.id, { settings: { url: mine, secret: newSecret() } })).status).toBe(200)
  // An earlier state brings its mapping back, and no secret of today to the server of then.
  const back = await call<Destination>('POST', `/api/destinations/${made.id}/revisions/1/restore`, {
    who: workspace.key
  })
  expect(back.status).toBe(200)
  expect(await shown()).toBe(mine)
})

test('a required secret cannot be taken away, one more of it can be named', async () => {
  const workspace = await mintWorkspace()
  const made = await added(workspace)
  expect(refused(await change(workspace, made.id, { settings: { secret: null } }))).toMatchObject({
    status: 422,
    field: 'settings.secret'
  })
})

test('S8 a change is a revision that says what and by whom, and an earlier one can be restored', async () => {
  const workspace = await mintWorkspace()
  const made = await added(workspace)
  const [rule] = made.mapping.rules
  const mapping = { rules: [{ ...rule, name: 'Only orders', on: { types: ['track'], names: ['Order Completed'] } }] }
  const changed = await change(workspace, made.id, { mapping, settings: { url: 'https://hooks.example/2' } })
  expect(changed.body).toMatchObject({ revision: 2, mapping })
  expect(changed.body.differences.map(one => one.is).sort()).toEqual(expect.arrayContaining(['added', 'removed']))
  await change(workspace, made.id, { settings: { secret: newSecret() } })
  // Nothing is different, so nothing is noted.
  await change(workspace, made.id, { mapping, enabled: true })
  const list = () =>
    call<Static<typeof DestinationRevisions>>('GET', `/api/destinations/${made.id}/revisions`, { who: workspace.key })
  expect((await list()).body.items.map(one => [one.revision, one.changed])).toEqual([
    [3, ['settings: secret']],
    [2, ['mapping', 'settings: url']],
    [1, ['created']]
  ])
  const back = await call<Destination>('POST', `/api/destinations/${made.id}/revisions/1/restore`, {
    who: workspace.key
  })
  expect(back.body).toMatchObject({
    revision: 4,
    mapping: made.mapping,
    differences: [],
    settings: { url: 'https://hooks.example/in', secret: { isSet: true } }
  })
  expect((await list()).body.items[0]).toMatchObject({ revision: 4, changed: ['mapping', 'settings: url'] })
  const none = await call('POST', `/api/destinations/${made.id}/revisions/9/restore`, { who: workspace.key })
  expect(none.status).toBe(404)
})

test('two who change different things at once keep both', async () => {
  const workspace = await mintWorkspace()
  const made = await added(workspace)
  const answers = await Promise.all([
    change(workspace, made.id, { name: `Renamed ${hex(4)}` }),
    change(workspace, made.id, { personal: { ip: 'drop' } }),
    change(workspace, made.id, { consentCategories: ['analytics', 'Analytics'] })
  ])
  expect(answers.map(one => one.status)).toEqual([200, 200, 200])
  const now = await call<Destination>('GET', `/api/destinations/${made.id}`, { who: workspace.key })
  expect(now.body).toMatchObject({ personal: { ip: 'drop' }, consentCategories: ['Analytics'], revision: 4 })
  expect(now.body.name).toMatch(/^Renamed/)
})

test('S2 what can be looked up is, and what cannot says so', async () => {
  const { key } = await mintWorkspace()
  const resolve = (type: string) =>
    call<{ settings: { secret?: string } }>('POST', '/api/destinations/resolve', {
      who: key,
      body: { type, settings: { url: 'https://hooks.example' } }
    })
  expect((await resolve('webhook')).body.settings.secret).toMatch(/^whsec_/)
  expect(refused(await resolve('slack'))).toMatchObject({ status: 422, field: 'type' })
  expect(refused(await resolve('nothing'))).toMatchObject({ status: 422, field: 'type' })
})
