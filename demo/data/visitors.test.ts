import { Event } from '@foyer/protocol'
import { Value } from 'typebox/value'
import { beforeAll, describe, expect, test } from 'vitest'
import { createCalendar, day, hour } from './calendar.ts'
import type { History } from './history.ts'
import { generateVisitors } from './visitors.ts'

const now = Date.parse('2025-11-21T09:00:00Z')
const story = { seed: 'a test', now, days: 30, visitors: 1500, site: 'http://localhost:4000' }
const eventsOf = (history: History) => history.visits.flatMap(visit => visit.events)
const timeOf = (event: Event | undefined) => Date.parse(String(event?.timestamp))

let histories: History[]
let people: History[]
beforeAll(async () => {
  histories = await Array.fromAsync(generateVisitors(story))
  people = histories.filter(history => !history.isBot)
})

describe('the same story', () => {
  test('gives the same histories to the last digit', async () => {
    expect(await Array.fromAsync(generateVisitors({ ...story, visitors: 80 }))).toEqual(histories.slice(0, 80))
  })

  test('with another seed tells of other people', async () => {
    const [other] = await Array.fromAsync(generateVisitors({ ...story, seed: 'another', visitors: 1 }))
    expect(other?.localId).not.toBe(histories[0]?.localId)
  })
})

describe('what is sent', () => {
  test('is as many visitors as were asked for, and about 40 000 events', () => {
    expect(histories).toHaveLength(1500)
    const events = histories.reduce((sum, history) => sum + eventsOf(history).length, 0)
    expect(events).toBeGreaterThan(32_000)
    expect(events).toBeLessThan(52_000)
  })

  test('has the shape the wire asks for, every single event', () => {
    const wrong = histories.flatMap(eventsOf).filter(event => !Value.Check(Event, event))
    expect(wrong).toEqual([])
  })

  test('carries no id twice, of events, visits or browsers', () => {
    const ids = histories.flatMap(eventsOf).map(event => event.id)
    expect(new Set(ids).size).toBe(ids.length)
    const visits = histories.flatMap(history => history.visits).map(visit => visit.sessionId)
    expect(new Set(visits).size).toBe(visits.length)
    expect(new Set(histories.map(history => history.localId)).size).toBe(histories.length)
  })

  test('has event ids that are UUIDv7 of the moment the event happened', () => {
    for (const event of eventsOf(histories[0] as History)) {
      expect(event.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(Number.parseInt(event.id.slice(0, 13).replace('-', ''), 16)).toBe(timeOf(event))
    }
  })

  test('lies within the thirty days, each browser from old to new, visits at least half an hour apart', () => {
    for (const history of histories) {
      const times = eventsOf(history).map(timeOf)
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(times[0]).toBeGreaterThanOrEqual(now - 30 * day)
      expect(times.at(-1)).toBeLessThanOrEqual(now)
      for (const [index, visit] of history.visits.entries()) {
        const before = history.visits[index - 1]?.events.at(-1)
        if (before) expect(timeOf(visit.events[0]) - timeOf(before)).toBeGreaterThan(hour / 2)
      }
    }
  })
})

describe('what people do', () => {
  const did = (name: string) => people.filter(history => eventsOf(history).some(event => event.name === name)).length

  test('narrows from looking to buying', () => {
    const steps = ['Product Viewed', 'Product Added', 'Cart Viewed', 'Checkout Started', 'Order Completed'].map(did)
    for (const [index, count] of steps.entries()) if (index > 0) expect(count).toBeLessThan(steps[index - 1] ?? 0)
    const [viewed = 0, added = 0, , , ordered = 0] = steps
    expect(viewed / people.length).toBeGreaterThan(0.5)
    expect(added / viewed).toBeGreaterThan(0.15)
    expect(added / viewed).toBeLessThan(0.5)
    expect(ordered / people.length).toBeGreaterThan(0.03)
    expect(ordered / people.length).toBeLessThan(0.1)
  })

  test('has a day with an evening and a night, by the clock where they live', () => {
    const calendar = createCalendar(story)
    const byHour = new Map<number, number>()
    for (const { visits, timezone } of people) {
      for (const visit of visits) {
        const wall = calendar.wallClock(timeOf(visit.events[0]), timezone).getUTCHours()
        byHour.set(wall, (byHour.get(wall) ?? 0) + 1)
      }
    }
    const sum = (...hours: number[]) => hours.reduce((total, one) => total + (byHour.get(one) ?? 0), 0)
    expect(sum(19, 20, 21)).toBeGreaterThan(5 * sum(2, 3, 4))
  })

  test('brings some of them back, and leaves most at one visit', () => {
    const returning = people.filter(history => history.visits.length > 1).length
    expect(returning / people.length).toBeGreaterThan(0.15)
    expect(returning / people.length).toBeLessThan(0.5)
    expect(Math.max(...people.map(history => history.visits.length))).toBeGreaterThan(4)
  })

  test('names a few: proven by signing in, or said in a form', () => {
    const named = people.filter(history => history.identity)
    expect(named.length / people.length).toBeGreaterThan(0.06)
    expect(named.length / people.length).toBeLessThan(0.25)
    expect(named.some(history => history.identity?.userId)).toBe(true)
    expect(named.some(history => !history.identity?.userId)).toBe(true)
    for (const history of named) expect(history.identity?.traits.email).toMatch(/^[a-z.0-9]+@[a-z-]+\.example$/)
  })

  test('lets some sign in on a second device, of another kind, after the first', () => {
    const byUser = Map.groupBy(
      people.filter(history => history.identity?.userId),
      history => history.identity?.userId
    )
    const twice = [...byUser.values()].filter(browsers => browsers.length > 1)
    expect(twice.length).toBeGreaterThan(8)
    for (const [first, second] of twice) {
      expect(first?.userAgent).not.toBe(second?.userAgent)
      expect(second?.identity?.traits.email).toBe(first?.identity?.traits.email)
      const signedIn = eventsOf(first as History).find(event => event.type === 'identify')
      expect(timeOf(second?.visits[0]?.events[0])).toBeGreaterThan(timeOf(signedIn))
    }
  })

  test('comes from searches, links and campaigns', () => {
    const landings = people.map(history => eventsOf(history)[0])
    const campaigns = new Set(landings.map(event => event?.context?.campaign?.source).filter(Boolean))
    expect([...campaigns].sort()).toEqual(['google', 'instagram', 'newsletter'])
    const referrers = new Set(landings.map(event => event?.referrer))
    expect(referrers.size).toBeGreaterThan(6)
    for (const event of landings) {
      const campaign = event?.context?.campaign
      if (campaign) expect(new URL(event?.url ?? '').searchParams.get('utm_source')).toBe(campaign.source)
    }
  })

  test('includes a few bots, which only read pages', () => {
    const bots = histories.filter(history => history.isBot)
    expect(bots.length).toBeGreaterThan(20)
    expect(bots.length).toBeLessThan(120)
    for (const event of bots.flatMap(eventsOf)) expect(event.type).toBe('page')
  })
})
