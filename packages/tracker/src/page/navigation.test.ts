// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { createGuard } from '../guard.ts'
import { createListeners } from '../listeners.ts'
import { watchNavigation } from './navigation.ts'

const guard = createGuard(() => undefined)

test('L2 both history calls, back and forward, and the fragment are heard, after they have happened', () => {
  const listeners = createListeners(guard)
  const seen: string[] = []
  watchNavigation(listeners, guard, () => seen.push(location.href))
  history.pushState(null, '', '#pushed')
  history.replaceState(null, '', '#replaced')
  window.dispatchEvent(new Event('popstate'))
  window.dispatchEvent(new Event('hashchange'))
  expect(seen).toHaveLength(4)
  expect(seen[0]).toContain('#pushed')
  expect(seen[1]).toContain('#replaced')
  listeners.stop()
})

test('destroy puts the history functions back', () => {
  const original = history.pushState
  const listeners = createListeners(guard)
  watchNavigation(listeners, guard, () => undefined)
  expect(history.pushState).not.toBe(original)
  listeners.stop()
  expect(history.pushState).toBe(original)
})

test('a wrapper that somebody put around ours stays, and ours is silent in it', () => {
  const original = history.pushState
  const listeners = createListeners(guard)
  let heard = 0
  watchNavigation(listeners, guard, () => heard++)
  const ours = history.pushState
  const theirs = function (this: History, ...args: Parameters<History['pushState']>) {
    ours.apply(this, args)
  }
  history.pushState = theirs
  listeners.stop()
  expect(history.pushState).toBe(theirs)
  history.pushState(null, '', '#still-works')
  expect(location.hash).toBe('#still-works')
  expect(heard).toBe(0)
  history.pushState = original
})

test('what we do wrong is not thrown at the router, and what it does wrong still is', () => {
  const listeners = createListeners(guard)
  watchNavigation(listeners, guard, () => {
    throw new Error('ours')
  })
  expect(() => history.pushState(null, '', '#fine')).not.toThrow()
  expect(() => history.pushState(null, '', 'https://elsewhere.example/')).toThrow()
  listeners.stop()
})
