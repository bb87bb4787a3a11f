import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createMachines, openPlaces } from '../../packages/server/src/facts/index.ts'
import { boxes, products } from '../shop/scripts/products.js'
import { bots, userAgents } from './machines.ts'
import { type Page, pages, productPage } from './pages.ts'
import { places } from './places.ts'

const shop = join(import.meta.dirname, '../shop')
const html = ({ path }: Page) => readFileSync(join(shop, `${path.replace(/^\/demo\/?/, '') || 'index'}.html`), 'utf8')
const titleIn = (text: string) => /<title>(.*?)<\/title>/.exec(text)?.[1]?.replaceAll('&amp;', '&')
const everyPage = [...Object.values(pages), ...products.map(productPage)]

describe('the shop and the data agree', () => {
  test.each(everyPage.map(page => [page.path, page] as const))('%s has the title the data says', (_path, page) => {
    expect(titleIn(html(page))).toBe(page.title)
  })

  test('every page carries the stub, then the snippet, and no script of its own', () => {
    for (const page of everyPage) {
      const scripts = [...html(page).matchAll(/<script[^>]*>(.*?)<\/script>/gs)]
      expect(scripts.map(([, inside]) => inside)).toEqual(['', '', ''])
      expect(scripts[0]?.[0]).toContain('src="/demo/scripts/stub.js"')
      expect(scripts[1]?.[0]).toBe(
        '<script async src="/v1.js" data-agent-id="__FOYER_AGENT_ID__" data-tracker="auto" data-widget></script>'
      )
      expect(html(page)).not.toMatch(/\son[a-z]+=/)
    }
  })

  test('each product page shows its own product', () => {
    for (const product of products) expect(html(productPage(product))).toContain(`data-product="${product.id}"`)
  })

  test('no number is given to two products', () => {
    const numbers = [...products, ...boxes].map(product => product.sku)
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})

test('the server places every network of the data in its city', async () => {
  const atlas = await openPlaces({
    onFault: fault => {
      throw fault
    }
  })
  const wrong = places.flatMap(({ networks, country, city, timezone }) =>
    networks.flatMap(network =>
      [2, 77, 128, 250].flatMap(host => {
        const found = atlas.of(`${network}.${host}`)
        const isRight = found.country === country && found.city === city && found.timezone === timezone
        return isRight ? [] : [`${network}.${host}: ${found.city}, ${found.country}`]
      })
    )
  )
  expect(wrong).toEqual([])
})

test('the server tells the bots from the people', async () => {
  const known = createMachines()
  for (const { userAgent } of bots) expect(known.of(userAgent).bot).not.toBe('')
  for (const userAgent of userAgents) {
    const { bot, browser, os, device } = known.of(userAgent)
    expect({ userAgent, bot, isKnown: Boolean(browser && os && device) }).toEqual({ userAgent, bot: '', isKnown: true })
  }
})
