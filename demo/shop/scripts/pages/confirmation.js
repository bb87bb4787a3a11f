import { h, money, need } from '../dom.js'
import { orderFacts } from '../facts.js'
import '../frame.js'
import { findProduct } from '../products.js'
import { remember, remembered } from '../storage.js'

/** @typedef {import('../basket.js').Order} Order */

const place = need('#order', HTMLElement)
const order = /** @type {Order | undefined} */ (remembered('session', 'order'))

if (!order) {
  place.replaceChildren(
    h('h1', {}, 'No order here'),
    h('p', { class: 'lead' }, 'This page shows an order right after it was placed.'),
    h('a', { class: 'button primary', href: '/demo/products' }, 'Look at the seeds')
  )
} else {
  const lines = order.lines.flatMap(line => {
    const product = findProduct(line.id)
    return product ? [{ product, quantity: line.quantity }] : []
  })
  place.replaceChildren(
    h('h1', {}, 'Thank you.'),
    h(
      'p',
      { class: 'lead' },
      `Order ${order.id} is placed. In a real shop a mail would now be on its way to `,
      h('span', { 'data-ll-private': 'true' }, order.email),
      '.'
    ),
    h(
      'section',
      { class: 'summary receipt', 'aria-label': 'Receipt' },
      h(
        'ul',
        { class: 'short' },
        ...lines.map(line =>
          h(
            'li',
            {},
            h('span', {}, `${line.quantity} × ${line.product.name}`),
            h('span', {}, money(line.product.price * line.quantity))
          )
        )
      ),
      h(
        'dl',
        {},
        h(
          'div',
          {},
          h('dt', {}, order.delivery === 'express' ? 'Express delivery' : 'Delivery'),
          h('dd', {}, order.shipping === 0 ? 'Free' : money(order.shipping))
        ),
        h('div', { class: 'total' }, h('dt', {}, 'Total'), h('dd', {}, money(order.total)))
      )
    ),
    h('p', {}, h('a', { class: 'button quiet', href: '/demo/products' }, 'Back to the shop'))
  )
  // Reloading the receipt is not a second order.
  if (!order.told) {
    window.LiveLayer.track('Order Completed', orderFacts(order.id, lines, order.delivery))
    remember('session', 'order', { ...order, told: true })
  }
}
