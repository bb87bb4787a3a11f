import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  calmWeather,
  doubledIn,
  heal,
  missingFrom,
  play,
  type Step,
  steps,
  tabNumber,
  weathers
} from './simulated-stories.ts'
import { busySeconds, createWorld } from './simulated-tabs.ts'

test('invariant 1: whatever network, server and tabs do, every event is stored or counted as dropped', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), steps, fc.array(fc.constantFrom(...weathers)), async (seed, story, skies) => {
      const world = createWorld(seed)
      await play(world, story as Step[], index => skies[index % skies.length] ?? 'fine')
      await heal(world)
      const counted = [...world.reported.values()].reduce((sum, count) => sum + count, 0)
      // Never too few. A count whose answer was lost is told again; of two requests around a leave or a sleep one may be refused.
      expect(counted).toBeGreaterThanOrEqual(missingFrom(world).length)
      // What falls out of a full queue while it is under way is counted and may still arrive.
      const isPlain = !(story as Step[]).some(
        ([what, , amount]) =>
          ['hide', 'close', 'navigateAway', 'freeze'].includes(what) || (what === 'record' && amount === 600)
      )
      if (isPlain && !skies.includes('answerLost')) expect(counted).toBe(missingFrom(world).length)
    }),
    { numRuns: 100 }
  )
}, 60_000)

test('invariant 1: a crash costs only what had no time to reach the disk', async () => {
  const withCrashes = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.tuple(fc.constant('record'), tabNumber, fc.integer({ min: 1, max: 20 })) },
      { weight: 4, arbitrary: fc.tuple(fc.constant('pass'), fc.constant(0), fc.integer({ min: 1, max: 20_000 })) },
      { weight: 4, arbitrary: fc.tuple(fc.constantFrom('crash', 'reopen', 'hide', 'show'), tabNumber, fc.constant(0)) }
    ),
    { minLength: 5, maxLength: 40 }
  )
  await fc.assert(
    fc.asyncProperty(fc.integer(), withCrashes, fc.array(calmWeather), async (seed, story, skies) => {
      const world = createWorld(seed)
      const excused = new Set<string>()
      const crash = (tab: (typeof world.tabs)[number]) => {
        const onDisk = [...world.disk.kept.values()].join()
        for (const { event } of tab.queue.items()) if (!onDisk.includes(event.id)) excused.add(event.id)
        tab.crash()
      }
      await play(world, story as Step[], index => skies[index % skies.length] ?? 'fine', crash)
      await heal(world)
      expect(missingFrom(world).filter(id => !excused.has(id))).toEqual([])
    }),
    { numRuns: 100 }
  )
}, 60_000)

test('invariant 2: while their owners live, two tabs never have the same event under way, and a calm network carries each once', async () => {
  const awake = fc.array(
    fc.oneof(
      fc.tuple(fc.constant('record'), tabNumber, fc.integer({ min: 1, max: 70 })),
      fc.tuple(fc.constant('pass'), fc.constant(0), fc.integer({ min: 1, max: 200_000 })),
      fc.tuple(fc.constantFrom('hide', 'show', 'offline', 'online', 'reopen'), tabNumber, fc.constant(0))
    ),
    { minLength: 5, maxLength: 40 }
  )
  await fc.assert(
    fc.asyncProperty(fc.integer(), awake, fc.array(calmWeather), async (seed, story, skies) => {
      const world = createWorld(seed)
      await play(world, story as Step[], index => skies[index % skies.length] ?? 'fine')
      await heal(world)
      expect(world.clashes).toEqual([])
      expect(doubledIn(world)).toEqual([])
    }),
    { numRuns: 100 }
  )
}, 60_000)

test('invariant 3: with the server away, the oldest of more than a thousand events fall out and are counted', async () => {
  const world = createWorld(1)
  const tab = world.openTab()
  world.weather = 'down'
  tab.record(1300)
  await world.pass(60_000)
  world.weather = 'fine'
  await world.pass(10 * 60_000)
  expect(world.arrivals).toEqual(tab.recorded.slice(300))
  expect(world.reported.get('queue_full')).toBe(300)
})

test('invariant 4: a tab that is not left sends its events in the order they happened', async () => {
  const staying = fc.array(
    fc.oneof(
      fc.tuple(fc.constant('record'), tabNumber, fc.integer({ min: 1, max: 70 })),
      fc.tuple(fc.constant('pass'), fc.constant(0), fc.integer({ min: 1, max: 60_000 })),
      fc.tuple(fc.constantFrom('offline', 'online', 'signOut'), tabNumber, fc.constant(0))
    ),
    { minLength: 5, maxLength: 40 }
  )
  await fc.assert(
    fc.asyncProperty(fc.integer(), staying, fc.array(fc.constantFrom(...weathers)), async (seed, story, skies) => {
      const world = createWorld(seed)
      await play(world, story as Step[], index => skies[index % skies.length] ?? 'fine')
      await heal(world)
      for (const tab of world.tabs) {
        const own = new Set(tab.recorded)
        const arrived = world.arrivals.filter(id => own.has(id))
        expect(arrived).toEqual([...arrived].sort())
      }
    }),
    { numRuns: 100 }
  )
}, 60_000)

test('invariant 5: an answer of 200 from something that is not Foyer stores nothing, and the events go again', async () => {
  const world = createWorld(2)
  const tab = world.openTab()
  tab.record(3)
  world.weather = 'friendlyStranger'
  await world.pass(30_000)
  expect(world.stored.size).toBe(0)
  world.weather = 'fine'
  await world.pass(10 * 60_000)
  expect(world.arrivals).toEqual(tab.recorded)
})

test('invariant 6: a server that says when to come back hears nothing before, not even from a page being hidden', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), steps, async (seed, story) => {
      const world = createWorld(seed)
      const tab = world.openTab()
      await world.pass(1000)
      tab.record(1)
      world.weather = 'busy'
      await world.pass(6000)
      const told = world.requests.at(-1)?.at ?? 0
      const before = world.requests.length
      for (const [what, , amount] of story as Step[]) {
        if (world.now() + amount > told + busySeconds * 1000) break
        if (what === 'pass') await world.pass(amount)
        if (what === 'record') tab.record(amount)
        if (what === 'hide') tab.hide()
        if (what === 'show') tab.show()
        if (what === 'online') tab.connection(true)
      }
      expect(world.requests.length).toBe(before)
    }),
    { numRuns: 50 }
  )
}, 60_000)

test('invariant 7: once stopped, no request starts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), steps, fc.constantFrom(...weathers), async (seed, story, sky) => {
      const world = createWorld(seed)
      await play(world, story as Step[], () => sky)
      for (const tab of world.tabs) tab.stop()
      const before = world.requests.length
      for (const tab of world.tabs) {
        tab.hide()
        tab.connection(true)
      }
      await world.pass(20 * 60_000)
      expect(world.requests.length).toBe(before)
    }),
    { numRuns: 50 }
  )
}, 60_000)
