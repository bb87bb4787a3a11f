import { groundOf, productArt } from './art.js'
import { addToBasket } from './basket.js'
import { announce, drawing, h, money } from './dom.js'
import { categoryName } from './products.js'

/** @typedef {import('./products.js').Product} Product */

/** @param {Product} product @param {string} [size] */
export const picture = (product, size = '') =>
  h('div', { class: `art ground-${groundOf(product.id)} ${size}`.trim() }, drawing(productArt(product)))

/** @param {Product} product @param {number} [quantity] */
export function put(product, quantity = 1) {
  addToBasket(product, quantity)
  announce(`${product.name} is in your cart.`, { href: '/demo/cart', label: 'View cart' })
}

/** @param {Product} product @param {'h2' | 'h3'} [heading] */
export const card = (product, heading = 'h3') =>
  h(
    'li',
    { class: 'card' },
    h('a', { href: `/demo/product/${product.id}`, class: 'face' }, picture(product), h(heading, {}, product.name)),
    h('p', { class: 'line' }, product.line),
    h(
      'div',
      { class: 'buy' },
      h('span', { class: 'price' }, money(product.price)),
      h('span', { class: 'kind' }, categoryName(product.category)),
      h(
        'button',
        { type: 'button', class: 'quiet', 'aria-label': `Add ${product.name} to cart`, click: () => put(product) },
        'Add'
      )
    )
  )

/** @param {Product[]} list @param {'h2' | 'h3'} [heading] */
export const grid = (list, heading) => h('ul', { class: 'grid' }, ...list.map(product => card(product, heading)))
