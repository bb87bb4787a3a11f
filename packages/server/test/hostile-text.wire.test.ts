import type { Event, EventBatchAnswer, IdentifyAnswer } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { anyAddress, chainOf, peopleOf, personOf, timelineOf } from './team.ts'
import { identify, newLocalId, page, send, track, userToken } from './visitor.ts'
import { call, foyerUrl, type Minted, mintWorkspace } from './workspace.ts'

// What a stranger's page may send to be shown to the team. It has to come back as the text it is; that no page runs it is
// tested in the browser.
const markup = '<img src=x onerror=window.__x=1>'
const handler = "' onmouseover='window.__x=1"
const svg = '"><svg/onload=window.__x=1>'
const template = "{{constructor.constructor('window.__x=1')()}}"
const script = '</script><script>window.__x=1</script>'
const texts = [
  markup,
  handler,
  svg,
  template,
  script,
  ['$', '{7*7}'].join(''),
  '<%= 7*7 %>',
  '&lt;b&gt;',
  '=HYPERLINK("http://x")',
  "'; DROP TABLE people; --"
]
const bidi = ['\u202egnp.exe', 'a\u200bb\u200dc\ufeff', '\u2066left\u2069', 'ｆｕｌｌ', '\u0001\u001b[31mred\u0007']

const visitorOf = async (workspace: Minted, more: Record<string, unknown> = {}): Promise<IdentifyAnswer> => {
  const answer = await identify(workspace, { localId: newLocalId(), ...more }, anyAddress())
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}

test('P01 a title with markup is shown as the text it is', async () => {
  const workspace = await mintWorkspace()
  const visitor = await visitorOf(workspace)
  const all = [...texts, ...bidi]
  const at = Date.now() - 60_000
  await send(
    workspace,
    visitor,
    all.map((title, n) => page(`/${n}`, { title, timestamp: at + n * 1000 }))
  )
  const { items } = await timelineOf(workspace, visitor.visitorId)
  expect(items.map(item => item.title).reverse()).toEqual(all)
  const person = await personOf(workspace, visitor.visitorId)
  expect(person.lastPages.map(one => one.title)).toEqual(all.slice(-10).reverse())
  const now = await call<{ items: { title?: string }[] }>('GET', '/api/live/now', { who: workspace.key })
  expect(now.body.items).toMatchObject([{ title: all.at(-1) }])
})

const links = [
  'javascript:window.__x=1',
  ' JaVa\tScRiPt:window.__x=1',
  'data:text/html;base64,PHNjcmlwdD4=',
  'vbscript:x',
  'file:///etc/passwd',
  '//evil.example',
  'jav&#x61;script:x'
]

test('P02 P03 P04 an address that is no web address never becomes one to click', async () => {
  const workspace = await mintWorkspace()
  const visitor = await visitorOf(workspace, { context: { url: links[0], referrer: links[1] } })
  await send(
    workspace,
    visitor,
    links.map(url => page('/', { url, referrer: url }))
  )
  const { items, visits } = await timelineOf(workspace, visitor.visitorId)
  expect(items).toHaveLength(links.length)
  for (const item of items) expect(item.url, item.referrer).toBeUndefined()
  // The referrer is kept as it came, to be read; where they came from is told by hosts alone.
  expect(items.map(item => item.referrer).sort()).toEqual([...links].sort())
  for (const visit of Object.values(visits)) expect(visit.source ?? 'Direct').toBe('Direct')
  const person = await personOf(workspace, visitor.visitorId)
  expect(person.firstSource ?? 'Direct').toBe('Direct')
  for (const one of person.lastPages) expect(one.url).not.toMatch(/script|data:|file:/i)
})

test('P02 a click that leads to a script keeps it as text in its properties', async () => {
  const workspace = await mintWorkspace()
  const visitor = await visitorOf(workspace)
  const click: Event = {
    ...track('x'),
    type: 'click',
    name: 'Buy',
    properties: { href: links[0], text: markup, id: handler }
  }
  await send(workspace, visitor, [click])
  const { items } = await timelineOf(workspace, visitor.visitorId)
  expect(items[0]?.properties).toEqual(click.properties)
})

test('P05 a print with markup is shown as evidence by its first digits, as text', async () => {
  const workspace = await mintWorkspace()
  const visitor = await visitorOf(workspace, { fingerprint: `5.0.1:${handler}` })
  await visitorOf(workspace, { fingerprint: `5.0.1:${handler}` })
  const chain = await chainOf(workspace, visitor.visitorId)
  expect(chain.evidence).toMatchObject([{ kind: 'fingerprint', key: handler.slice(0, 8) }])
})

test('P06 properties and their names come back letter for letter', async () => {
  const workspace = await mintWorkspace()
  const visitor = await visitorOf(workspace)
  const properties = Object.fromEntries([...texts, ...bidi].map(text => [text, { [text]: [text, { deep: text }] }]))
  await send(workspace, visitor, [track(markup, properties)])
  const { items } = await timelineOf(workspace, visitor.visitorId)
  expect(items[0]?.name).toBe(markup)
  expect(items[0]?.properties).toEqual(properties)
})

test('P07 P08 P15 attributes with markup are shown and found as text', async () => {
  const workspace = await mintWorkspace()
  for (const name of [...texts, ...bidi]) {
    const traits = {
      name,
      email: `${name}@example.com`,
      company: name,
      avatar: 'https://x.example/a.svg',
      [name]: name
    }
    const visitor = await visitorOf(workspace, { traits })
    const person = await personOf(workspace, visitor.visitorId)
    expect(person).toMatchObject({ name, company: name, verified: false })
    const claimed = person.attributes.filter(one => one.kind === 'claimed')
    expect(Object.fromEntries(claimed.map(one => [one.key, one.value]))).toEqual(traits)
  }
  const listed = (await peopleOf(workspace, { limit: 100 })).body.items.map(person => person.name)
  expect(listed.sort()).toEqual([...texts, ...bidi].sort())
  expect((await peopleOf(workspace, { search: 'onerror' })).body.items).toMatchObject([{ name: markup }])
})

test('a signed user id with markup is shown as text, and two that look alike are two people', async () => {
  const workspace = await mintWorkspace()
  const visitor = await visitorOf(workspace, { userToken: await userToken(workspace, markup) })
  expect((await chainOf(workspace, visitor.visitorId)).browsers).toMatchObject([{ userId: markup }])
  const alike = ['user\u200b1', 'user1', 'uѕer1', 'user１', 'USER1']
  const ids = new Set<string>()
  for (const id of alike) ids.add((await visitorOf(workspace, { userToken: await userToken(workspace, id) })).visitorId)
  expect(ids.size).toBe(alike.length)
})

test('P14 a user agent or language with markup gives a browser or nothing, never the markup', async () => {
  const workspace = await mintWorkspace()
  for (const userAgent of [markup, `Mozilla/5.0 ${markup} Chrome/140.0.0.0`, script, svg]) {
    const headers = { 'user-agent': userAgent, 'accept-language': markup, 'x-forwarded-for': anyAddress() }
    const visitor = await call<IdentifyAnswer>('POST', '/api/visitors/identify', {
      body: { agentId: workspace.agentId, localId: newLocalId() },
      headers
    })
    const sent = await call<EventBatchAnswer>('POST', `/api/visitors/${visitor.body.visitorId}/events`, {
      who: visitor.body.token,
      body: { agentId: workspace.agentId, events: [{ ...page('/'), context: { locale: '<b>', timezone: '<i>' } }] },
      headers
    })
    expect(sent.body.accepted).toBe(1)
    const person = await personOf(workspace, visitor.body.visitorId)
    expect(JSON.stringify([person.browser, person.os, person.device])).not.toMatch(/[<>]/)
  }
})

test('campaigns, sources and searches with markup are text', async () => {
  const workspace = await mintWorkspace()
  const visitor = await visitorOf(workspace)
  await send(workspace, visitor, [
    page('/', { context: { campaign: { source: markup, medium: svg, name: template } } })
  ])
  const person = await personOf(workspace, visitor.visitorId)
  expect(person.firstSource).toBe(markup)
  expect((await peopleOf(workspace, { source: markup })).body.total).toBe(1)
  const facets = await call<{ sources: { value: string }[] }>('GET', '/api/people/facets', { who: workspace.key })
  expect(facets.body.sources).toEqual([{ value: markup, people: 1 }])
})

test('whatever is in them, answers are JSON that no browser takes for a page, and errors repeat no markup', async () => {
  const workspace = await mintWorkspace()
  await visitorOf(workspace, { traits: { name: script } })
  for (const path of [
    '/api/people',
    `/api/people?search=${encodeURIComponent(markup)}`,
    `/api/${encodeURIComponent(script)}`,
    `/api/people/${encodeURIComponent(markup)}`
  ]) {
    const answer = await fetch(foyerUrl() + path, {
      headers: { authorization: `Bearer ${workspace.key}`, accept: 'text/html' }
    })
    expect(answer.headers.get('content-type'), path).toMatch(/^application\/json/)
    expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(answer.headers.get('content-security-policy'), path).toMatch(/default-src 'none'/)
    if (!answer.ok) expect(await answer.text(), path).not.toContain('<')
  }
})
