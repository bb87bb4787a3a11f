import fc from 'fast-check'
import { expect } from 'vitest'
import { queueLimits } from '../record/queue.ts'
import { leaseMs } from './adopt.ts'
import type { Weather, World } from './simulated-tabs.ts'

/* What happens to the tabs of the property tests, and what is asked of them afterwards. */

export const weathers: Weather[] = [
  'fine',
  'down',
  'answerLost',
  'broken',
  'busy',
  'unauthorized',
  'refusing',
  'friendlyStranger'
]
export const calmWeather = fc.constantFrom<Weather>('fine', 'down', 'broken', 'busy')
export const tabNumber = fc.nat(2)
const step = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('record'), tabNumber, fc.integer({ min: 1, max: 70 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('record'), tabNumber, fc.constant(600)) },
  { weight: 6, arbitrary: fc.tuple(fc.constant('pass'), fc.constant(0), fc.integer({ min: 1, max: 400_000 })) },
  { weight: 6, arbitrary: fc.tuple(fc.constant('pass'), fc.constant(0), fc.integer({ min: 1, max: 6000 })) },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom('hide', 'show', 'freeze', 'thaw', 'navigateAway'), tabNumber, fc.constant(0))
  },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('offline', 'online', 'signOut'), tabNumber, fc.constant(0)) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('close', 'reopen'), tabNumber, fc.constant(0)) }
)
export const steps = fc.array(step, { minLength: 5, maxLength: 40 })
export type Step = [string, number, number]

/** Plays a story; `weather` may change at each step. */
export const play = async (
  world: World,
  story: Step[],
  weather: (index: number) => Weather,
  crash = (tab: World['tabs'][number]) => tab.crash()
) => {
  const tabs = [world.openTab(), world.openTab(), world.openTab()]
  for (const [index, [what, number, amount]] of story.entries()) {
    world.weather = weather(index)
    const tab = tabs[number]
    if (what === 'pass') await world.pass(amount)
    else if (what === 'record') tab?.record(amount)
    else if (what === 'offline' || what === 'online') tab?.connection(what === 'online')
    else if (what === 'crash' && tab) crash(tab)
    else if (what === 'reopen') {
      if (tab?.state() === 'gone') tabs[number] = world.openTab()
    } else if (tab) tab[what as 'hide']()
    for (const open of tabs) expect(open.queue.items().length).toBeLessThanOrEqual(queueLimits.events)
  }
}

/** Everything works again, sleeping tabs wake, a new one comes, and enough time passes for every lease and every wait. */
export const heal = async (world: World) => {
  world.weather = 'fine'
  world.disk.isFull = false
  for (const tab of world.tabs) {
    tab.thaw()
    tab.connection(true)
  }
  world.openTab()
  await world.pass(leaseMs + 15 * 60_000)
  // A count of what was dropped travels with the tab's next event.
  for (const tab of world.tabs) tab.record(1)
  await world.pass(10_000)
}

const recordedIn = (world: World) => world.tabs.flatMap(tab => tab.recorded)
/** But for what a tab had under way when it was left. */
export const doubledIn = (world: World) =>
  [...world.stored].filter(([id, times]) => times > 1 && !world.overlaps.has(id)).map(([id]) => id)
export const missingFrom = (world: World) => recordedIn(world).filter(id => !world.stored.has(id))
