// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createScrollDepth } from './scroll.ts'

// happy-dom lays nothing out: the sizes are given here, and the real ones are tested in a real browser (e2e/tracker).
type Sizes = { scrollHeight: number; clientHeight: number; scrollTop: number }
const give = (element: Element, sizes: Sizes) => {
  for (const [name, value] of Object.entries(sizes))
    Object.defineProperty(element, name, { value, configurable: true, writable: true })
}
const root = document.documentElement

beforeEach(() => {
  Object.defineProperty(document, 'scrollingElement', { value: root, configurable: true })
  document.elementFromPoint = () => document.querySelector('main')
})
afterEach(() => {
  document.body.innerHTML = ''
})

test('L4 a page shorter than the screen was seen whole', () => {
  give(root, { scrollHeight: 600, clientHeight: 800, scrollTop: 0 })
  const depth = createScrollDepth()
  depth.measure(true)
  expect(depth.percent()).toBe(100)
})

test('L4 the deepest point counts, not the last', () => {
  give(root, { scrollHeight: 4000, clientHeight: 800, scrollTop: 0 })
  const depth = createScrollDepth()
  depth.measure(true)
  expect(depth.percent()).toBe(20)
  root.scrollTop = 2200
  depth.measure(true)
  root.scrollTop = 0
  depth.measure(true)
  expect(depth.percent()).toBe(75)
})

test('L4 a page that grows under the reader is measured by what there is at the end', () => {
  give(root, { scrollHeight: 800, clientHeight: 800, scrollTop: 0 })
  const depth = createScrollDepth()
  depth.measure(true)
  expect(depth.percent()).toBe(100)
  give(root, { scrollHeight: 8000, clientHeight: 800, scrollTop: 0 })
  depth.measure(false)
  expect(depth.percent()).toBe(10)
})

test('L4 right after a navigation inside the page the old position does not count for the new page', () => {
  give(root, { scrollHeight: 4000, clientHeight: 800, scrollTop: 3200 })
  const depth = createScrollDepth()
  depth.measure(true)
  expect(depth.percent()).toBe(100)
  depth.restart()
  root.scrollTop = 0
  depth.measure(true)
  root.scrollTop = 1000
  depth.measure(false)
  expect(depth.percent()).toBe(20)
})

test('L4 an app that scrolls a container of its own is measured by that', () => {
  give(root, { scrollHeight: 800, clientHeight: 800, scrollTop: 0 })
  document.body.innerHTML = '<main style="overflow-y: auto"></main>'
  const main = document.querySelector('main') as Element
  give(main, { scrollHeight: 3000, clientHeight: 750, scrollTop: 750 })
  const depth = createScrollDepth()
  depth.measure(true)
  expect(depth.percent()).toBe(50)
})

test('L4 a page that has not been laid out has no depth', () => {
  give(root, { scrollHeight: 0, clientHeight: 0, scrollTop: 0 })
  const depth = createScrollDepth()
  depth.measure(true)
  expect(depth.percent()).toBe(0)
})
