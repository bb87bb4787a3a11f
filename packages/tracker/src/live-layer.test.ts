// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import readme from '../README.md?raw'
import { found, publish } from './live-layer.ts'
import type { Tracker } from './tracker.ts'

type LiveLayer = Record<'identify' | 'track' | 'optOut' | 'group' | 'consent', (...given: unknown[]) => unknown> & {
  visitor: unknown
  ready: Promise<unknown>
  version: string
}
const page = window as unknown as { LiveLayer?: LiveLayer; datafly?: LiveLayer; eval(code: string): void }
const liveLayer = () => {
  if (!page.LiveLayer) throw new Error('there is no LiveLayer')
  return page.LiveLayer
}

/** The snippet as the README hands it out. */
const stub = /<script>\n([^<]*l\.q[^<]*)<\/script>/.exec(readme)?.[1] ?? ''

function recordingTracker() {
  const heard: unknown[][] = []
  const hear =
    (name: string) =>
    (...given: unknown[]) => {
      heard.push([name, ...given])
      return Promise.resolve(null)
    }
  const names = ['init', 'identify', 'track', 'page', 'group', 'consent', 'reset', 'optOut', 'optIn', 'destroy']
  const tracker = {
    ...Object.fromEntries(names.map(name => [name, hear(name)])),
    visitor: { id: 'vis_1', isReturning: true, sessionCount: 4 },
    ready: Promise.resolve('the visitor')
  }
  return { tracker: tracker as unknown as Tracker, heard }
}

afterEach(() => {
  delete page.LiveLayer
  delete page.datafly
  document.body.innerHTML = ''
})

test('L9 calls made before the script has loaded happen when it has, in their order', async () => {
  new Function('window', stub)(window)
  liveLayer().track('early', { plan: 'pro' })
  liveLayer().identify({ email: 'jo@acme.com' })
  const ready = liveLayer().ready
  const { tracker, heard } = recordingTracker()
  publish(tracker, false)
  expect(heard).toEqual([
    ['track', 'early', { plan: 'pro' }],
    ['identify', { email: 'jo@acme.com' }]
  ])
  expect(await ready).toBe('the visitor')
})

test('L9 functions taken from the stub go on working after the script has loaded', () => {
  new Function('window', stub)(window)
  const before = liveLayer()
  const { track } = before
  const { tracker, heard } = recordingTracker()
  publish(tracker, false)
  track('late')
  expect(heard).toEqual([['track', 'late']])
  expect(before).toBe(liveLayer())
  expect(before.visitor).toEqual({ id: 'vis_1', isReturning: true, sessionCount: 4 })
})

test('the stub leaves a LiveLayer that is already there as it is', () => {
  const { tracker, heard } = recordingTracker()
  publish(tracker, false)
  new Function('window', stub)(window)
  liveLayer().track('one')
  expect(heard).toEqual([['track', 'one']])
})

test('L10 visitor and ready are there to read', async () => {
  publish(recordingTracker().tracker, false)
  expect(liveLayer().visitor).toEqual({ id: 'vis_1', isReturning: true, sessionCount: 4 })
  expect(await liveLayer().ready).toBe('the visitor')
  expect(liveLayer().version).toMatch(/^\d+\.\d+\.\d+$/)
})

test('L11 without data-tracker the first call boots, and opting out does not', () => {
  const { tracker, heard } = recordingTracker()
  publish(tracker, true)
  expect(heard).toEqual([])
  liveLayer().optOut()
  liveLayer().track('first')
  expect(heard.map(([name]) => name)).toEqual(['optOut', 'init', 'track'])
})

test('P18 elements that call themselves LiveLayer are neither the stub nor the real thing', () => {
  document.body.innerHTML = '<form id="LiveLayer"><input name="q"><input name="version"></form>'
  Object.defineProperty(page, 'LiveLayer', { value: document.forms[0], configurable: true, writable: true })
  expect(found()).toBeUndefined()
  const { tracker, heard } = recordingTracker()
  publish(tracker, false)
  liveLayer().track('works')
  expect(heard).toEqual([['track', 'works']])
})

test('S12 the same is there as datafly, and calls before the script has loaded work by that name', () => {
  new Function('window', stub)(window)
  const before = page.datafly
  before?.track('Order Completed', { order_id: 'DRV1534XC', revenue: 11.7, currency: 'USD' })
  before?.consent({ marketing: true })
  const { tracker, heard } = recordingTracker()
  publish(tracker, false)
  page.datafly?.group('acme', { seats: 3 })
  expect(heard).toEqual([
    ['track', 'Order Completed', { order_id: 'DRV1534XC', revenue: 11.7, currency: 'USD' }],
    ['consent', { marketing: true }],
    ['group', 'acme', { seats: 3 }]
  ])
  expect(before).toBe(page.datafly)
  expect(page.datafly).toBe(page.LiveLayer)
})

test('S12 a datafly of the page’s own is left as it is', () => {
  const own = { track: () => 'theirs' }
  Object.assign(window, { datafly: own })
  publish(recordingTracker().tracker, false)
  expect(page.datafly).toBe(own)
  expect(page.LiveLayer).not.toBe(own)
})

test('calls that do not exist are ignored', () => {
  page.LiveLayer = { q: [['constructor'], ['track', 'fine']] } as unknown as LiveLayer
  const { tracker, heard } = recordingTracker()
  publish(tracker, false)
  expect(heard).toEqual([['track', 'fine']])
})
