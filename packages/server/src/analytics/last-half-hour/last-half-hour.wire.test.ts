import type { LastHalfHour } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { enter } from '../../../test/live-line.ts'
import { anyAddress, asMember, signIn } from '../../../test/team.ts'
import { identify, newLocalId, page, send, track } from '../../../test/visitor.ts'
import { call, type Minted, mintWorkspace } from '../../../test/workspace.ts'

const live = async (workspace: Minted) => {
  const answer = await call<LastHalfHour>('GET', '/api/analytics/live', { who: workspace.key })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}

test('the last half hour: who was here, minute by minute, where, from where and what they did', async () => {
  const workspace = await mintWorkspace()
  const ada = (await identify(workspace, { localId: newLocalId() })).body
  const bob = (await identify(workspace, { localId: newLocalId() })).body
  const ago = (minutes: number) => ({ timestamp: Date.now() - minutes * 60_000 })
  const visit = { sessionId: `ses_${'a'.repeat(32)}` }
  await send(workspace, ada, [
    page('/old', { ...ago(45), ...visit, referrer: 'https://www.google.com/' }),
    page('/', { ...ago(20), ...visit }),
    page('/shoes', { ...ago(2), ...visit }),
    track('Added to Cart', {}, { ...ago(1), ...visit })
  ])
  await send(workspace, bob, [page('/', ago(20))])
  const now = await live(workspace)
  expect(now).toMatchObject({
    visitors: 2,
    views: 3,
    pages: [
      { value: '/', visitors: 2 },
      { value: '/shoes', visitors: 1 }
    ],
    // Ada's visit began longer ago.
    sources: [
      { value: 'Direct', visitors: 1 },
      { value: 'Google', visitors: 1 }
    ],
    countries: [{ value: 'GB', visitors: 2 }],
    events: [{ value: 'Added to Cart', count: 1 }]
  })
  expect(now.minutes).toHaveLength(30)
  expect(now.minutes.reduce((sum, minute) => sum + minute.views, 0)).toBe(3)
  expect(now.minutes.filter(minute => minute.visitors > 0).map(minute => minute.visitors)).toContain(2)
})

test('a program that says it is one is nobody who is here', async () => {
  const workspace = await mintWorkspace()
  const ada = (await identify(workspace, { localId: newLocalId() })).body
  await send(workspace, ada, [page('/')])
  await call('POST', `/api/visitors/${ada.visitorId}/events`, {
    who: ada.token,
    body: { agentId: workspace.agentId, sentAt: Date.now(), events: [page('/crawled'), track('Crawled')] },
    headers: {
      'x-forwarded-for': anyAddress(),
      'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
    }
  })
  expect(await live(workspace)).toMatchObject({ visitors: 1, views: 1, pages: [{ value: '/' }], events: [] })
})

test('where nobody was there are thirty quiet minutes', async () => {
  const now = await live(await mintWorkspace())
  expect(now).toMatchObject({ visitors: 0, views: 0, pages: [], countries: [], sources: [], events: [] })
  expect(now.minutes).toHaveLength(30)
})

test('whoever watches the numbers hears that they moved, and not of every move by itself', async () => {
  const workspace = await mintWorkspace()
  const line = await enter(asMember(await signIn(workspace.owner)))
  await line.say({ type: 'watch', what: 'numbers' })
  await line.settled()
  const ada = (await identify(workspace, { localId: newLocalId() })).body
  await line.hears('moved')
  for (let n = 0; n < 10; n += 1) await send(workspace, ada, [page(`/${n}`)])
  await expect.poll(async () => (await live(workspace)).views, { timeout: 10_000 }).toBe(10)
  const moves = () => line.heard.filter(frame => frame.type === 'moved').length
  await expect.poll(moves, { timeout: 10_000 }).toBeGreaterThan(1)
  expect(moves()).toBeLessThan(6)
  // A stranger's moves are nobody else's.
  const other = await enter(asMember(await signIn((await mintWorkspace()).owner)))
  await other.say({ type: 'watch', what: 'numbers' })
  await other.settled()
  const before = moves()
  await send(workspace, ada, [page('/last')])
  await expect.poll(moves, { timeout: 10_000 }).toBeGreaterThan(before)
  await other.settled()
  expect(other.heard.filter(frame => frame.type === 'moved')).toEqual([])
  line.end()
  other.end()
})
