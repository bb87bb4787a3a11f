import { expect, test } from 'vitest'
import { readRobots } from './robots.ts'

test('the longest rule decides, and of two as long the one that allows', () => {
  const { allows } = readRobots(
    'User-agent: *\nDisallow: /shop\nAllow: /shop/help\nDisallow: /p*.pdf$\nDisallow: /same\nAllow: /same',
    'foyer'
  )
  expect(allows('/shop/cart')).toBe(false)
  expect(allows('/shop/help/returns')).toBe(true)
  expect(allows('/papers/a.pdf')).toBe(false)
  expect(allows('/papers/a.pdf?x')).toBe(true)
  expect(allows('/same')).toBe(true)
  expect(allows('/')).toBe(true)
})

test('a group that names us stands above the one for everybody', () => {
  const text =
    'User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Foyer # us\nDisallow: /private\nCrawl-delay: 2\n\nSitemap: https://x.example/map.xml'
  const robots = readRobots(text, 'foyer')
  expect(robots.allows('/help')).toBe(true)
  expect(robots.allows('/private/x')).toBe(false)
  expect(robots.delay).toBe(2)
  expect(robots.siteMaps).toEqual(['https://x.example/map.xml'])
  expect(readRobots(text, 'somebody').allows('/help')).toBe(false)
})

test('an empty file, an empty rule and garbage forbid nothing; a delay of a day is ten seconds', () => {
  expect(readRobots('', 'foyer').allows('/x')).toBe(true)
  expect(readRobots('User-agent: *\nDisallow:', 'foyer').allows('/x')).toBe(true)
  expect(readRobots('<html>\0\xff</html>', 'foyer').allows('/x')).toBe(true)
  expect(readRobots('User-agent: *\nCrawl-delay: 86400', 'foyer').delay).toBe(10)
})

test('a pattern made to be slow is not', () => {
  const started = performance.now()
  readRobots(`User-agent: *\nDisallow: /${'a*'.repeat(5_000)}b$`, 'foyer').allows(`/${'a'.repeat(100_000)}`)
  expect(performance.now() - started).toBeLessThan(2_000)
})
