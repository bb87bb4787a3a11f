import { describe, expect, test } from 'vitest'
import type { Mapped, Moment } from '../kind.ts'
import { build, mayRepeat } from './report.ts'
import { mappedBy, moment, now, page, settings, track } from './testing/moment.ts'

function sent(mapped: readonly Mapped[], at: Moment = moment()) {
  const built = build(mapped, at)
  if ('invalid' in built) throw new Error(built.invalid)
  return { ...built.request, url: new URL(built.request.url), report: JSON.parse(String(built.request.body)) }
}
const refusal = (mapped: readonly Mapped[], at: Moment = moment()) => {
  const built = build(mapped, at)
  return 'invalid' in built ? built.invalid : 'it was built'
}

describe('S4 the request', () => {
  test('is a POST that says PUT, to the account and app of the settings, on behalf of the visitor', () => {
    const { method, url, headers } = sent(mappedBy('retail', page()))
    expect(method).toBe('POST')
    expect(headers).toEqual({
      'content-type': 'application/json',
      accept: 'application/json',
      'x-http-method-override': 'PUT'
    })
    expect(url.href).toBe(
      'https://va.bc-monitoring.liveperson.net/api/account/12345678/app/a1b2c3d4-1234-5678-90ab-cdef12345678/report?v=1.0&obh=true'
    )
  })

  test('is a PUT, and of version 1.1, where the settings say so', () => {
    const { method, url, headers } = sent(
      mappedBy('retail', page()),
      moment({ settings: { ...settings, http_method: 'PUT', api_version: '1.1' } })
    )
    expect([method, url.searchParams.get('v'), headers['x-http-method-override']]).toEqual(['PUT', '1.1', undefined])
  })

  test('P31 nothing of a page gets out of the query it belongs in', () => {
    const hostile = { ...page(), context: { liveperson: { vid: 'a\r\nX-Injected: 1', sid: '../../x?v=9&obh=false' } } }
    expect(sent(mappedBy('retail', hostile)).url.search).toBe('?v=1.0&obh=true')
    const odd = { ...page(), context: { liveperson: { vid: 'a+b/c=', sid: 'x' } } }
    expect(sent(mappedBy('retail', odd)).url.searchParams.get('vid')).toBe('a+b/c=')
  })
})

describe('S5 vid and sid', () => {
  const kept = { vid: 'kept-v', sid: 'kept-s', usedAt: now.getTime() - 60_000, since: now.getTime() - 3_600_000 }
  const ids = (mapped: readonly Mapped[], memory: Moment['memory']) => {
    const { searchParams } = sent(mapped, moment({ memory })).url
    return [searchParams.get('vid'), searchParams.get('sid')]
  }

  test('are what LivePerson answered before', () => {
    expect(ids(mappedBy('retail', page()), kept)).toEqual(['kept-v', 'kept-s'])
  })
  test('are left out after half an hour without anything, and after six hours', () => {
    const minutes = (count: number) => now.getTime() - count * 60_000
    expect(ids(mappedBy('retail', page()), { ...kept, usedAt: minutes(31) })).toEqual([null, null])
    expect(ids(mappedBy('retail', page()), { ...kept, usedAt: minutes(29) })).toEqual(['kept-v', 'kept-s'])
    expect(ids(mappedBy('retail', page()), { ...kept, since: minutes(361) })).toEqual([null, null])
  })
  test('of the page’s own lpTag come first', () => {
    const tagged = { ...page(), context: { liveperson: { vid: 'tag-v', sid: 'tag-s' } } }
    expect(ids(mappedBy('retail', tagged), kept)).toEqual(['tag-v', 'tag-s'])
    expect(ids(mappedBy('retail', tagged, page('https://shop.example/2')), kept)).toEqual(['tag-v', 'tag-s'])
  })
  test('of the page that LivePerson did not know are not sent again', () => {
    const tagged = { ...page(), context: { liveperson: { vid: 'tag-v', sid: 'tag-s' } } }
    expect(ids(mappedBy('retail', tagged), { refusedVid: 'tag-v' })).toEqual([null, null])
    expect(ids(mappedBy('retail', tagged), { ...kept, refusedVid: 'tag-v' })).toEqual(['kept-v', 'kept-s'])
  })
})

describe('several events of a visitor', () => {
  const cart = (total: number) => track('Cart Viewed', { total, num_items: 1 })
  const search = (query: string) => track('Products Searched', { query })

  test('are one report: each page once, all searches, the latest cart', () => {
    const { report } = sent(
      mappedBy('retail', page(), search('seeds'), cart(10), page('https://shop.example/b'), cart(20), search('bulbs'))
    )
    expect(report.entryPoints).toEqual(['https://shop.example/', 'https://shop.example/b'])
    expect(report.engagementAttributes).toEqual([
      { type: 'searchContent', keywords: ['seeds'] },
      { type: 'cartStatus', total: 20, numItems: 1 },
      { type: 'searchContent', keywords: ['bulbs'] }
    ])
    expect(report.identities).toHaveLength(1)
  })

  test('S7 a viewed product alone names nobody in identities; with a page before it the report does', () => {
    const viewed = track('Product Viewed', { product_id: 'SKU-A' })
    expect(sent(mappedBy('retail', viewed)).report).not.toHaveProperty('identities')
    expect(sent(mappedBy('retail', page(), viewed)).report.identities).toEqual([
      { iss: 'Datafly', acr: '0', sub: 'vis_00000000000000000000000000000001' }
    ])
  })
})

describe('what LivePerson takes', () => {
  test('numbers written as texts become numbers, and numbers texts, where it wants them', () => {
    const { report } = sent(mappedBy('retail', track('Order Completed', { order_id: 4711, total: ' 11.70 ' })))
    expect(report.engagementAttributes).toEqual([{ type: 'purchase', total: 11.7, orderId: '4711' }])
  })
  test('a cart without numbers of its own is counted from its products', () => {
    const products = [
      { sku: 'a', price: 0.1, quantity: 1 },
      { sku: 'b', price: '0.2' }
    ]
    const { report } = sent(mappedBy('documented', track('Product Added', { products })))
    expect(report.engagementAttributes[0]).toMatchObject({ type: 'cart', total: 0.3, numItems: 2 })
  })
  test('one product that was added says nothing of the cart', () => {
    expect(mappedBy('documented', track('Product Added', { sku: 'a', price: 3 }))).toEqual([])
  })
  test('what cannot be what its field is refuses the event with a sentence', () => {
    const mapped = mappedBy('retail', track('Order Completed', { order_id: 'x' }))
    const [first] = mapped as [Mapped]
    expect(refusal([{ ...first, fields: { total: 'much' } }])).toBe(
      '“Purchase (purchase)” takes a number for total, and the mapping puts "much" there.'
    )
  })
  test('an event that says nothing is refused, and says which', () => {
    expect(refusal(mappedBy('retail', track('Order Completed', {})))).toBe(
      '“Order Completed” says nothing that “Purchase (purchase)” takes: every field that the rule “Order Completed” fills is empty in it.'
    )
    expect(refusal(mappedBy('retail', track('Product Viewed', { other: 1 })))).toContain(
      '“Product Viewed” says nothing'
    )
  })
  test('the customer id stays here where the settings say so', () => {
    const identify = {
      type: 'identify',
      properties: { status: 'active' },
      visitor: { userId: '138766AC' }
    }
    const info = (send: boolean) =>
      sent(mappedBy('retail', identify), moment({ settings: { ...settings, send_customer_id: send } })).report
        .engagementAttributes[0].info
    expect(info(true)).toEqual({ customerId: '138766AC', cstatus: 'active' })
    expect(info(false)).toEqual({ cstatus: 'active' })
  })
  test.each([
    ['cpc', 1],
    ['social', 2],
    ['email', 3],
    ['referral', 4],
    [undefined, 0]
  ])('a campaign by %s is channel %i', (medium, channel) => {
    const landed = { ...page(), context: { campaign: { source: 'Yahoo', ...(medium ? { medium } : {}) } } }
    const { engagementAttributes } = sent(mappedBy('documented', landed)).report
    expect(engagementAttributes).toEqual([{ type: 'mrktInfo', info: { channel, affiliate: 'Yahoo' } }])
  })
})

describe('sent a second time, when nobody knows whether the first arrived', () => {
  const may = (name: string, properties: Record<string, unknown>) =>
    mayRepeat(mappedBy('retail', track(name, properties)))
  test('what names itself or replaces itself may be', () => {
    expect(may('Order Completed', { order_id: 'A', total: 1 })).toBe(true)
    expect(may('Lead Generated', { topic: 'test drive' })).toBe(true)
    expect(may('Cart Viewed', { total: 1, num_items: 1 })).toBe(true)
    expect(mayRepeat(mappedBy('retail', page()))).toBe(true)
  })
  test('what would count twice may not', () => {
    expect(may('Order Completed', { total: 1 })).toBe(false)
    expect(may('Product Viewed', { sku: 'A' })).toBe(false)
    expect(may('Products Searched', { query: 'x' })).toBe(false)
    expect(mayRepeat(mappedBy('retail', page(), track('Product Viewed', { sku: 'A' })))).toBe(false)
  })
})
