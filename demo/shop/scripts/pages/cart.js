import { basketLines, setQuantity } from '../basket.js'
import { picture } from '../card.js'
import { announce, h, money, need } from '../dom.js'
import { basketFacts, freeDeliveryFrom, sums } from '../facts.js'
import '../frame.js'

const place = need('#cart', HTMLElement)

/** @param {import('../basket.js').Line} line */
function row({ product, quantity }) {
  const change = (/** @type {number} */ next) => {
    setQuantity(product, next)
    show()
    if (next === 0) {
      announce(`${product.name} was taken out.`)
      document.querySelector('h1')?.focus()
    } else
      document
        .querySelector(`[data-line="${product.id}"] ${next > quantity ? '.more' : '.less'}`)
        ?.dispatchEvent(new Event('refocus'))
  }
  const step = (
    /** @type {string} */ name,
    /** @type {string} */ sign,
    /** @type {string} */ label,
    /** @type {number} */ next
  ) => {
    const button = h(
      'button',
      { type: 'button', class: `step ${name}`, 'aria-label': label, disabled: next > 99, click: () => change(next) },
      sign
    )
    // The list is drawn anew after each change, and the keyboard must not fall out of it.
    button.addEventListener('refocus', () => button.focus())
    return button
  }
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
      step('less', '−', 'One less', quantity - 1),
      h('span', { 'aria-live': 'polite' }, quantity),
      step('more', '+', 'One more', quantity + 1)
    ),
    h('span', { class: 'sum' }, money(product.price * quantity)),
    h(
      'button',
      { type: 'button', class: 'link', 'aria-label': `Take ${product.name} out`, click: () => change(0) },
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
