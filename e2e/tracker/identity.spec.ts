import type { Person } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { userToken } from '../../packages/server/test/visitor.ts'
import { call, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { eventsWhen, html, kept, listen, peopleOf, snippet, timelineOf, until, useChromium } from './site.ts'

const chromium = useChromium()
const blocked = `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError') } });
  Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('blocked', 'SecurityError') } })`

test('L7 a browser whose storage was cleared is known again by its device', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace)), '/plain': html('Plain', '') })
  const { page, context } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/'))
  const first = await page.evaluate(() => window.LiveLayer.ready)
  await page.goto(site.url('/plain'))
  await page.evaluate('localStorage.clear()')
  await page.goto(site.url('/'))
  const second = await page.evaluate(() => window.LiveLayer.ready)
  expect(second).toMatchObject({ id: first.id, isReturning: true })
  const [before, after] = wire.identifies().map(request => JSON.parse(request.body))
  expect(after.fingerprint).toBe(before.fingerprint)
  expect(after.localId).not.toBe(before.localId)
})

test('L7 with the print blocked, the id in localStorage knows the browser again', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '*': html('Home', '', snippet(workspace)) })
  const { page, context, troubles } = await chromium.newVisitor()
  const wire = listen(context)
  let parts = 0
  // As a content blocker does with the code it has recognised: the larger of the two parts.
  await context.route('**/v1/part-*.js', async route => {
    const response = await route.fetch()
    const body = await response.text()
    return body.length > 20_000 && ++parts ? route.abort() : route.fulfill({ response, body })
  })
  await page.goto(site.url('/'))
  const first = await page.evaluate(() => window.LiveLayer.ready)
  expect(parts).toBe(1)
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find(name => name.endsWith('_session')) ?? ''
    localStorage.removeItem(key)
  })
  await page.goto(site.url('/two'))
  const second = await until(
    () => page.evaluate(() => window.LiveLayer.ready),
    visitor => visitor?.isReturning
  )
  expect(second.id).toBe(first.id)
  for (const request of wire.identifies()) expect(JSON.parse(request.body)).not.toHaveProperty('fingerprint')
  expect(troubles.filter(trouble => !trouble.includes('Failed to load resource'))).toEqual([])
})

test('L7 with storage blocked too, the page has an identity in memory and everything works', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({
    '/': html('Home', '', snippet(workspace, 'data-tracker="auto" data-fingerprint="false"'))
  })
  const { page, troubles } = await chromium.newVisitor()
  await page.addInitScript(blocked)
  await page.goto(site.url('/'))
  const visitor = await page.evaluate(() => window.LiveLayer.ready)
  expect(visitor).toMatchObject({ isReturning: false, sessionCount: 1 })
  await page.evaluate('LiveLayer.track("in memory")')
  await page.goto('about:blank')
  const events = await eventsWhen(workspace, stored => stored.some(event => event.type === 'exit'))
  expect(events.map(event => event.type)).toEqual(['page', 'track', 'scroll', 'exit'])
  expect(troubles).toEqual([])
})

test('L7 two tabs that open at once are one visitor', async () => {
  const workspace = await mintWorkspace()
  const tag = snippet(workspace, 'data-tracker="auto" data-fingerprint="false"')
  const site = await chromium.newSite({ '/': html('Home', '', tag) })
  const { page, context } = await chromium.newVisitor()
  const others = [await context.newPage(), await context.newPage()]
  await Promise.all([page, ...others].map(tab => tab.goto(site.url('/'))))
  const visitors = await Promise.all([page, ...others].map(tab => tab.evaluate(() => window.LiveLayer.ready)))
  expect(new Set(visitors.map(visitor => visitor.id)).size).toBe(1)
  expect(visitors[0]).toMatchObject({ sessionCount: 1 })
  await eventsWhen(workspace, stored => stored.length === 3)
  expect(await peopleOf(workspace)).toMatchObject([{ visits: 1 }])
})

test('L8 identify puts a name to the visitor, on the timeline and on the profile, marked as claimed', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '*': html('Home', '', snippet(workspace)) })
  const { page, context } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/'))
  const said = {
    email: 'jordan@acme.com',
    name: 'Jordan Park',
    phone: '+15550100',
    company: 'Acme Inc',
    plan: 'pro',
    signupAt: '2026-01-12'
  }
  const visitor = await page.evaluate(said => window.LiveLayer.identify(said), said)
  const person = await call<Person>('GET', `/api/people/${visitor.id}`, { who: workspace.key })
  expect(person.body).toMatchObject({
    name: 'Jordan Park',
    email: 'jordan@acme.com',
    company: 'Acme Inc',
    verified: false
  })
  expect(person.body.attributes).toContainEqual(expect.objectContaining({ key: 'plan', value: 'pro', kind: 'claimed' }))
  const events = await eventsWhen(workspace, stored => stored.some(event => event.type === 'identify'))
  expect(events.find(event => event.type === 'identify')?.properties).toEqual(said)
  // The next page says it again, as sites do; nothing new is sent.
  const asked = wire.identifies().length
  await page.goto(site.url('/two'))
  await page.evaluate(said => window.LiveLayer.identify(said), said)
  expect(wire.identifies()).toHaveLength(asked)
})

test('F11 a signed user token makes phone and laptop one visitor, without it they stay two', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({
    '/': html('Home', '', snippet(workspace, 'data-tracker="auto" data-fingerprint="false"'))
  })
  const token = await userToken(workspace, 'user-7', { name: 'Jordan Park' })
  const visit = async (identification: object) => {
    const { page } = await chromium.newVisitor()
    await page.goto(site.url('/'))
    await page.evaluate('LiveLayer.ready')
    return page.evaluate(identification => window.LiveLayer.identify(identification), identification)
  }
  const laptop = await visit({ userToken: token })
  const phone = await visit({ userToken: token })
  expect(phone.id).toBe(laptop.id)
  const stranger = await visit({ email: 'jordan@acme.com', name: 'Jordan Park' })
  const forger = await visit({ userToken: `${token.slice(0, -4)}AAAA`, plan: 'pro' })
  expect(new Set([laptop.id, stranger.id, forger.id]).size).toBe(3)
  const people = await until(
    () => peopleOf(workspace),
    list => list.length === 3
  )
  expect(people.filter(person => person.verified).map(person => person.id)).toEqual([laptop.id])
})

test('ID5 signing out parts two people who share a browser, and each keeps what is theirs', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({
    '*': html('Home', '', snippet(workspace, 'data-tracker="auto" data-track-page-views="false"'))
  })
  const { page, context } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  const ana = await page.evaluate(
    token => window.LiveLayer.identify({ userToken: token }),
    await userToken(workspace, 'ana')
  )
  await page.evaluate('LiveLayer.track("by Ana")')
  // Offline at the moment of signing out: what she did is still hers when it leaves later.
  await context.setOffline(true)
  await page.evaluate('LiveLayer.track("by Ana, offline"); LiveLayer.reset(); LiveLayer.track("by somebody")')
  expect(await page.evaluate('LiveLayer.visitor')).toBeNull()
  await page.waitForTimeout(400)
  await context.setOffline(false)
  const ben = await until(
    () => page.evaluate(() => window.LiveLayer.visitor),
    visitor => visitor !== null
  )
  expect(ben.id).not.toBe(ana.id)
  await eventsWhen(workspace, stored => stored.filter(event => event.type === 'track').length === 3)
  const said = async (id: string) =>
    (await timelineOf(workspace, id)).filter(event => event.type === 'track').map(event => event.name)
  expect(await said(ana.id)).toEqual(['by Ana', 'by Ana, offline'])
  expect(await said(ben.id)).toEqual(['by somebody'])
  expect(JSON.stringify(await kept(page))).not.toContain(ana.id)
})
