import { grid, picture, put } from '../card.js'
import { h, money, need } from '../dom.js'
import { productFacts } from '../facts.js'
import '../frame.js'
import { categoryName, findProduct, products } from '../products.js'

const main = need('main', HTMLElement)
const product = findProduct(main.dataset.product)
if (!product) throw new Error('This page names no product of the catalogue')

const quantity = h('input', { type: 'number', id: 'quantity', min: 1, max: 99, value: 1, inputmode: 'numeric' })
const wanted = () => Math.min(99, Math.max(1, Math.floor(quantity.valueAsNumber) || 1))
const more = products.filter(other => other.category === product.category && other.id !== product.id)
const others = products.filter(other => other.category !== product.category)
const start = products.indexOf(product)
const beside = [...more, ...others.slice(start % 6), ...others].slice(0, 4)

main.replaceChildren(
  h(
    'nav',
    { 'aria-label': 'Breadcrumb', class: 'crumbs' },
    h('a', { href: '/demo/products' }, 'Seeds & tools'),
    h('span', { 'aria-hidden': 'true' }, '/'),
    h('a', { href: `/demo/products?category=${product.category}` }, categoryName(product.category))
  ),
  h(
    'div',
    { class: 'product' },
    picture(product, 'large'),
    h(
      'div',
      { class: 'words' },
      h('h1', {}, product.name),
      product.latin ? h('p', { class: 'latin' }, product.latin) : null,
      h('p', { class: 'lead' }, product.line),
      h('p', {}, product.about),
      h(
        'form',
        {
          class: 'order',
          submit: event => {
            event.preventDefault()
            put(product, wanted())
          }
        },
        h('span', { class: 'price' }, money(product.price)),
        h('label', { for: 'quantity' }, 'Quantity'),
        quantity,
        h('button', { type: 'submit', class: 'primary' }, 'Add to cart')
      ),
      h(
        'dl',
        { class: 'facts' },
        ...product.facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
        h('div', {}, h('dt', {}, 'Number'), h('dd', {}, product.sku))
      )
    )
  ),
  h('section', { class: 'band' }, h('h2', {}, 'Grows well beside it'), grid(beside))
)

window.LiveLayer.track('Product Viewed', productFacts(product))
