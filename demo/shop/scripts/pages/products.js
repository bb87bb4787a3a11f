import { grid } from '../card.js'
import { h, need } from '../dom.js'
import '../frame.js'
import { categories, products } from '../products.js'

/** @typedef {import('../products.js').Product} Product */

/** @type {Record<string, (a: Product, b: Product) => number>} */
const orders = {
  catalogue: () => 0,
  cheapest: (a, b) => a.price - b.price,
  dearest: (a, b) => b.price - a.price,
  name: (a, b) => a.name.localeCompare(b.name)
}

const filters = need('#filters', HTMLElement)
const heading = need('#heading', HTMLElement)
const list = need('#list', HTMLElement)
const count = need('#count', HTMLElement)
const sort = need('#sort', HTMLSelectElement)

const chosen = () => categories.find(category => category.id === new URLSearchParams(location.search).get('category'))
/** @param {{ name: string } | undefined} category */
const titleOf = category => `${category?.name ?? 'Seeds & tools'} · Fennel Row`

function show() {
  const category = chosen()
  const shown = products
    .filter(product => !category || product.category === category.id)
    .sort(orders[sort.value] ?? orders.catalogue)
  document.title = titleOf(category)
  heading.textContent = category?.name ?? 'Seeds & tools'
  count.textContent = `${shown.length} products`
  list.replaceChildren(grid(shown, 'h2'))
  for (const link of filters.querySelectorAll('a')) {
    if (link.dataset.category === (category?.id ?? '')) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
  }
}

/** Choosing a category changes the address without loading a page, as in a single-page app. @param {MouseEvent} event */
function choose(event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link) return
  event.preventDefault()
  if (link.href === location.href) return
  document.title = titleOf(categories.find(category => category.id === link.dataset.category))
  history.pushState(null, '', link.href)
  show()
}

filters.replaceChildren(
  h('a', { href: '/demo/products', 'data-category': '' }, 'All'),
  ...categories.map(category =>
    h('a', { href: `/demo/products?category=${category.id}`, 'data-category': category.id }, category.name)
  )
)
filters.addEventListener('click', choose)
window.addEventListener('popstate', show)
sort.addEventListener('change', show)
show()
