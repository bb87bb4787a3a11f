import { describe, expect, test } from 'vitest'
import { delivery, freeDeliveryFrom } from '../shop/scripts/facts.js'
import { boxes } from '../shop/scripts/products.js'
import { giveDocuments, readDocuments } from './documents.ts'

const site = 'http://shop.example'
const euros = (amount: number) => `${amount.toFixed(2)} €`
const documents = await readDocuments(site)
const words = (title: string) => documents.find(document => document.title === title)?.text ?? ''

describe('the documents of the demo shop', () => {
  test('say what the shop itself says', () => {
    for (const price of Object.values(delivery)) expect(words('Shipping')).toContain(euros(price))
    expect(words('Shipping')).toContain(`From ${freeDeliveryFrom} €`)
    for (const { name, holds } of boxes) {
      const packets = /^\d+/.exec(holds[0] ?? '')?.[0]
      expect(words('Sizes and amounts')).toMatch(new RegExp(`${name} holds\\s+${packets} packets`))
    }
  })

  test('are given once, however often the filling begins', async () => {
    const given: { title: string }[] = []
    const fetch = async (_url: string | URL | Request, init?: RequestInit): Promise<Response> => {
      if (init?.method === 'POST') given.push(JSON.parse(String(init.body)) as { title: string })
      return Response.json({ items: [...given] })
    }
    const door = { apiBase: 'http://foyer.example', apiKey: 'fk_key', fetch }
    await giveDocuments(door, site)
    await giveDocuments(door, site)
    expect(given.map(({ title }) => title)).toEqual(documents.map(({ title }) => title))
    // The newest is listed first: what most people ask for.
    expect(given.at(-1)).toMatchObject({ title: 'Shipping', url: `${site}/demo/checkout` })
  })
})
