import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entry } from '../record/queue.ts'
import { calmWeather, doubledIn, heal, missingFrom, play, type Step, tabNumber } from './simulated-stories.ts'
import { createWorld } from './simulated-tabs.ts'

/** From page to page in one tab, quickly or slowly, and more than one tab of it. */
const walk = fc.array(
  fc.oneof(
    fc.tuple(fc.constant('record'), tabNumber, fc.integer({ min: 1, max: 20 })),
    fc.tuple(fc.constant('pass'), fc.constant(0), fc.integer({ min: 1, max: 20_000 })),
    fc.tuple(fc.constantFrom('close', 'reopen', 'hide', 'show'), tabNumber, fc.constant(0))
  ),
  { minLength: 5, maxLength: 40 }
)

test('invariant 2: from page to page on a network that works, each event is posted once, and the server is asked for the rest', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), walk, async (seed, story) => {
      const world = createWorld(seed)
      await play(world, story as Step[], () => 'fine')
      await heal(world)
      expect(missingFrom(world)).toEqual([])
      expect(doubledIn(world)).toEqual([])
    }),
    { numRuns: 100 }
  )
}, 60_000)

test('invariant 8: whatever went before, once all tabs are closed the next one has everything sent in seconds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), walk, fc.array(calmWeather), async (seed, story, skies) => {
      const world = createWorld(seed)
      await play(world, story as Step[], index => skies[index % skies.length] ?? 'fine')
      for (const tab of world.tabs) tab.close()
      world.weather = 'fine'
      world.openTab()
      await world.pass(20_000)
      expect(missingFrom(world)).toEqual([])
    }),
    { numRuns: 100 }
  )
}, 60_000)

test('invariant 8: a tab that is left while it takes over a queue leaves that to the next one, too', async () => {
  const world = createWorld(3)
  world.weather = 'down'
  const first = world.openTab()
  first.record(3)
  await world.pass(1000)
  first.close()
  const second = world.openTab()
  // In the middle of the pause after its claim.
  await world.pass(20)
  second.close()
  world.weather = 'fine'
  world.openTab()
  await world.pass(15_000)
  expect(world.arrivals).toEqual(first.recorded)
})

test('invariant 1: what was handed to the browser and never arrived is missing when the next tab asks, and is sent at once', async () => {
  const world = createWorld(4)
  const first = world.openTab()
  await world.pass(1000)
  first.record(3)
  world.weather = 'down'
  first.close()
  await world.pass(500)
  world.weather = 'fine'
  world.openTab()
  await world.pass(7000)
  expect(world.arrivals).toEqual(first.recorded)
  expect(doubledIn(world)).toEqual([])
})

test('invariant 1: what a page with an older copy of the script left, the next one sends', async () => {
  const world = createWorld(5)
  const old = world.openTab()
  await world.pass(1000)
  world.weather = 'down'
  old.record(2)
  await world.pass(1000)
  const [[name, text] = ['', '']] = [...world.disk.kept].filter(([key]) => key.includes('queue_'))
  old.crash()
  const { items } = JSON.parse(text) as Entry
  const pairs = items.map(({ who, event }) => [who, event])
  world.disk.kept.set(name, JSON.stringify({ at: 0, items: pairs, lost: {} }))
  world.weather = 'fine'
  world.openTab()
  await world.pass(1000)
  expect(world.arrivals).toEqual(old.recorded)
})

test('a page that writes nonsense into the queue loses nothing by it', async () => {
  const world = createWorld(6)
  const first = world.openTab()
  await world.pass(1000)
  world.weather = 'down'
  first.record(2)
  first.close()
  for (const [key, text] of world.disk.kept)
    if (key.includes('queue_')) world.disk.kept.set(key, text.replace(/"handed":\d+/g, '"handed":"never"'))
  await world.pass(1000)
  world.weather = 'fine'
  world.openTab()
  await world.pass(15_000)
  expect(world.arrivals).toEqual(first.recorded)
})
