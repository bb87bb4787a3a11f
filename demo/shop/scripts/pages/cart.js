import { basketLines, setQuantity } from '../basket.js'
import { picture } from '../card.js'
import { announce, h, money, need } from '../dom.js'
import { basketFacts, freeDeliveryFrom, sums } from '../facts.js'
import '../frame.js'

const place = need('#cart', HTMLElement)

/** @param {import('../basket.js').Line} line */
function row({ product, quantity }) {
  // The list is drawn anew after each change, and the keyboard must not fall out of it.
  const change = (/** @type {number} */ next) => {
    setQuantity(product, next)
    show()
    if (next === 0) announce(`${product.name} was removed.`)
    const button = next > quantity ? '.more' : '.less'
    const again = next === 0 ? 'h1' : `[data-line="${product.id}"] ${button}`
    need(again, HTMLElement).focus()
  }
  const step = (
    /** @type {{ name: string, sign: string, label: string, next: number }} */ { name, sign, label, next }
  ) =>
    h(
      'button',
      { type: 'button', class: `step ${name}`, 'aria-label': label, disabled: next > 99, click: () => change(next) },
      sign
    )
  const href = product.category === 'boxes' ? '/demo/pricing' : `/demo/product/${product.id}`
  return h(
    'li',
    { class: 'line-item', 'data-line': product.id },
    h('a', { href, tabindex: -1, 'aria-hidden': 'true' }, picture(product, 'tiny')),
    h(
      'div',
      { class: 'what' },
      h('a', { href }, product.name),
      h('span', { class: 'soft' }, `${money(product.price)} each`)
    ),
    h(
      'div',
      { class: 'amount', role: 'group', 'aria-label': `Quantity of ${product.name}` },
      step({ name: 'less', sign: '−', label: 'One less', next: quantity - 1 }),
      h('span', { 'aria-live': 'polite' }, quantity),
      step({ name: 'more', sign: '+', label: 'One more', next: quantity + 1 })
    ),
    h('span', { class: 'sum' }, money(product.price * quantity)),
    h(
      'button',
      { type: 'button', class: 'link', 'aria-label': `Remove ${product.name}`, click: () => change(0) },
      'Remove'
    )
  )
}

function show() {
  const lines = basketLines()
  if (lines.length === 0) {
    place.replaceChildren(
      h(
        'div',
        { class: 'empty' },
        h('p', { class: 'lead' }, 'Your cart is empty. A packet of radishes is ready to eat in four weeks.'),
        h('a', { class: 'button primary', href: '/demo/products' }, 'Look at the seeds')
      )
    )
    return
  }
  const { goods, shipping, total } = sums(lines)
  const missing = freeDeliveryFrom - goods
  place.replaceChildren(
    h('ul', { class: 'lines' }, ...lines.map(row)),
    h(
      'section',
      { class: 'summary', 'aria-label': 'Summary' },
      h(
        'dl',
        {},
        h('div', {}, h('dt', {}, 'Goods'), h('dd', {}, money(goods))),
        h('div', {}, h('dt', {}, 'Delivery'), h('dd', {}, shipping === 0 ? 'Free' : money(shipping))),
        h('div', { class: 'total' }, h('dt', {}, 'Total'), h('dd', {}, money(total)))
      ),
      missing > 0 ? h('p', { class: 'soft' }, `${money(missing)} more and delivery is free.`) : null,
      h('a', { class: 'button primary wide', href: '/demo/checkout' }, 'To checkout'),
      h('a', { class: 'button quiet wide', href: '/demo/products' }, 'Go on looking')
    )
  )
}

show()
const lines = basketLines()
if (lines.length > 0) window.LiveLayer.track('Cart Viewed', basketFacts(lines))
