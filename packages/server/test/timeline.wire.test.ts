import type { Event, IdentifyAnswer, Timeline, TimelineEvent } from '@foyer/protocol'
import { describe, expect, test } from 'vitest'
import { anyAddress, personOf, timelineOf } from './team.ts'
import { hex, identify, newLocalId, page, send, track, userToken, uuidV7 } from './visitor.ts'
import { call, type Minted, mintWorkspace } from './workspace.ts'

const visitorOf = async (workspace: Minted, more: Record<string, unknown> = {}): Promise<IdentifyAnswer> =>
  (await identify(workspace, { localId: newLocalId(), ...more }, anyAddress())).body

async function allPages(workspace: Minted, id: string, query: string, limit: number): Promise<TimelineEvent[]> {
  const items: TimelineEvent[] = []
  let cursor: string | undefined
  do {
    const page: Timeline = await timelineOf(
      workspace,
      id,
      `?limit=${limit}${query}${cursor ? `&cursor=${cursor}` : ''}`
    )
    expect(page.items.length).toBeLessThanOrEqual(limit)
    items.push(...page.items)
    cursor = page.nextCursor
    expect(items.length).toBeLessThan(2_000)
  } while (cursor !== undefined)
  return items
}

describe('a timeline', () => {
  test('is in the order things happened, also within one millisecond, whatever order they were sent in', async () => {
    const workspace = await mintWorkspace()
    const visitor = await visitorOf(workspace)
    const now = Date.now()
    // 120 events in 6 milliseconds: 20 of each.
    const events = Array.from({ length: 120 }, (_, n): Event => {
      const timestamp = now - 1000 + Math.floor(n / 20)
      return { ...track(`${n}`), id: uuidV7(timestamp), timestamp }
    })
    const shuffled = [...events].sort((a, b) => (hash(a.id) < hash(b.id) ? -1 : 1))
    for (let at = 0; at < 120; at += 30)
      await send(workspace, visitor, shuffled.slice(at, at + 30), { sentAt: undefined })
    const expected = events.map(event => event.name).reverse()
    for (const limit of [7, 20, 500])
      expect(
        (await allPages(workspace, visitor.visitorId, '', limit)).map(item => item.name),
        `by ${limit}`
      ).toEqual(expected)
  })

  test('shows only the types asked for, across pages', async () => {
    const workspace = await mintWorkspace()
    const visitor = await visitorOf(workspace)
    const types = ['page', 'track', 'click', 'scroll', 'exit', 'identify', 'screen', 'group'] as const
    const events = Array.from(
      { length: 80 },
      (_, n): Event => ({
        ...track(`${n}`),
        type: types[n % types.length] ?? 'track',
        timestamp: Date.now() - 80_000 + n * 1000
      })
    )
    expect((await send(workspace, visitor, events)).body).toMatchObject({ accepted: 80 })
    for (const wanted of ['page', 'page,click', 'track,exit,group']) {
      const items = await allPages(workspace, visitor.visitorId, `&types=${wanted}`, 4)
      const chosen = events.filter(event => wanted.split(',').includes(event.type))
      expect(
        items.map(item => item.name),
        wanted
      ).toEqual(chosen.map(event => event.name).reverse())
    }
  })

  test('interleaves the browsers of one person, and tells for each event which one it was', async () => {
    const workspace = await mintWorkspace()
    const [phoneId, laptopId] = [newLocalId(), newLocalId()]
    const phone = await visitorOf(workspace, { localId: phoneId })
    const laptop = await visitorOf(workspace, { localId: laptopId })
    const at = Date.now() - 60_000
    for (const [n, who] of [phone, laptop, phone, laptop, laptop, phone].entries())
      await send(workspace, who, [page(`/${n}`, { timestamp: at + n * 1000 })])
    for (const localId of [phoneId, laptopId])
      await visitorOf(workspace, { localId, userToken: await userToken(workspace, 'ana', { localId }) })
    for (const id of [phone.visitorId, laptop.visitorId]) {
      const items = await allPages(workspace, id, '', 4)
      expect(items.map(item => item.path)).toEqual(['/5', '/4', '/3', '/2', '/1', '/0'])
      expect(items.map(item => item.visitorId)).toEqual(
        [phone, laptop, laptop, phone, laptop, phone].map(who => who.visitorId)
      )
    }
    const { visits } = await timelineOf(workspace, phone.visitorId)
    expect(Object.keys(visits).sort()).toEqual([phone.sessionId, laptop.sessionId].sort())
    expect(visits[phone.sessionId]).toMatchObject({ pages: 3, events: 3, entryPath: '/0' })
  })

  test('knows the visit of each event, also where two browsers of a person carry the same visit id', async () => {
    const workspace = await mintWorkspace()
    const sessionId = `ses_${hex(16)}`
    const shared = newLocalId()
    const ana = await visitorOf(workspace, { localId: shared, sessionId, userToken: await userToken(workspace, 'ana') })
    await send(workspace, ana, [page('/ana', { sessionId })])
    const ben = await visitorOf(workspace, { localId: shared, sessionId, userToken: await userToken(workspace, 'ben') })
    await send(workspace, ben, [page('/ben', { sessionId })])
    const again = await visitorOf(workspace, {
      localId: shared,
      sessionId,
      userToken: await userToken(workspace, 'ana', { n: 2 })
    })
    expect(again.visitorId).toBe(ana.visitorId)
    await send(workspace, again, [page('/ana-again', { sessionId })])
    const { items, visits } = await timelineOf(workspace, ana.visitorId)
    expect(items.map(item => item.path)).toEqual(['/ana-again', '/ana'])
    for (const item of items) expect(visits).toHaveProperty(item.sessionId)
    const counted = Object.values(visits).reduce((sum, visit) => sum + visit.events, 0)
    expect(counted).toBe(2)
    expect((await timelineOf(workspace, ben.visitorId)).items.map(item => item.path)).toEqual(['/ben'])
  })

  test('an event that comes late stands where it happened', async () => {
    const workspace = await mintWorkspace()
    const visitor = await visitorOf(workspace)
    const at = Date.now() - 3_600_000
    await send(workspace, visitor, [page('/third', { timestamp: at + 2000, id: uuidV7(at + 2000) })])
    await send(workspace, visitor, [page('/first', { timestamp: at, id: uuidV7(at) })])
    await send(workspace, visitor, [page('/second', { timestamp: at + 1000, id: 'segment-message-1' })])
    const { items } = await timelineOf(workspace, visitor.visitorId)
    expect(items.map(item => item.path)).toEqual(['/third', '/second', '/first'])
    const person = await personOf(workspace, visitor.visitorId)
    expect(person.lastPages.map(one => one.url)).toEqual(
      ['third', 'second', 'first'].map(one => `https://shop.example/${one}`)
    )
  })

  test("F7 a person's last ten pages, with their titles, the newest first", async () => {
    const workspace = await mintWorkspace()
    const visitor = await visitorOf(workspace)
    const at = Date.now() - 60_000
    await send(
      workspace,
      visitor,
      Array.from({ length: 14 }, (_, n) => page(`/${n}?q=${n}#x`, { timestamp: at + n * 1000 }))
    )
    const { lastPages } = await personOf(workspace, visitor.visitorId)
    expect(lastPages).toHaveLength(10)
    expect(lastPages[0]).toMatchObject({ url: 'https://shop.example/13?q=13#x', title: 'Page /13?q=13#x' })
    expect(lastPages[9]).toMatchObject({ title: 'Page /4?q=4#x' })
  })

  test('I6 the same batch sent again, in parallel and one by one, stands there once and counts once', async () => {
    const workspace = await mintWorkspace()
    const visitor = await visitorOf(workspace)
    const events = [page('/once'), track('Once', { a: 1 }), { ...track('Once by text'), id: 'message-1' }]
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(workspace, visitor, events)))
    for (let again = 0; again < 5; again += 1) answers.push(await send(workspace, visitor, events))
    expect(answers.every(answer => answer.status === 202)).toBe(true)
    expect(answers.reduce((sum, answer) => sum + answer.body.accepted, 0)).toBe(3)
    expect(answers.reduce((sum, answer) => sum + answer.body.duplicates, 0)).toBe(3 * 24)
    expect((await timelineOf(workspace, visitor.visitorId)).items).toHaveLength(3)
    expect(await personOf(workspace, visitor.visitorId)).toMatchObject({ events: 3, visits: 1 })
  })

  test('of nobody, or of somebody of another workspace, is not there', async () => {
    const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
    const theirs = await visitorOf(other)
    await send(other, theirs, [page('/secret')])
    for (const id of [theirs.visitorId, `vis_${hex(16)}`]) {
      for (const path of ['', '/timeline', '/identity']) {
        const answer = await call('GET', `/api/people/${id}${path}`, { who: workspace.key })
        expect(answer.status, path).toBe(404)
        expect(JSON.stringify(answer.body)).not.toContain('secret')
      }
    }
  })
})

const hash = (id: string) => id.split('').reverse().join('')
