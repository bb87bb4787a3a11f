import { expect, test } from 'vitest'
import { LiveLayerTracker } from './index.ts'

test('L16 on a server the tracker can be imported, made and called, and does nothing', async () => {
  expect(typeof window).toBe('undefined')
  const tracker = new LiveLayerTracker({ agentId: 'agt_1' })
  tracker.track('rendered', { on: 'server' })
  tracker.page()
  tracker.optOut()
  tracker.optIn()
  expect(await tracker.init()).toBeNull()
  expect(await tracker.identify({ email: 'jo@acme.com' })).toBeNull()
  expect(await tracker.reset()).toBeNull()
  expect(tracker.visitor).toBeNull()
  tracker.destroy()
})

test('L16 events are typed', () => {
  const tracker = new LiveLayerTracker<{ signed_up: { plan: 'free' | 'pro' }; saw_demo: undefined }>({
    agentId: 'agt_1'
  })
  tracker.track('signed_up', { plan: 'pro' })
  tracker.track('saw_demo')
  // @ts-expect-error: an event that carries a plan cannot go without
  tracker.track('signed_up')
  // @ts-expect-error: there is no such plan
  tracker.track('signed_up', { plan: 'gold' })
  // @ts-expect-error: there is no such event
  tracker.track('sined_up', { plan: 'pro' })
  expect(tracker.visitor).toBeNull()
})
