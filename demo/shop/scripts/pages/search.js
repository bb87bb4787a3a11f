import { grid } from '../card.js'
import { h, need } from '../dom.js'
import '../frame.js'
import { products, searchProducts } from '../products.js'

const query = (new URLSearchParams(location.search).get('q') ?? '').trim()
const heading = need('#heading', HTMLElement)
const results = need('#results', HTMLElement)
need('#query', HTMLInputElement).value = query

if (query === '') {
  heading.textContent = 'What are you looking for?'
} else {
  const found = searchProducts(query)
  document.title = `“${query}” · Fennel Row`
  heading.textContent = found.length === 0 ? `Nothing found for “${query}”` : `${found.length} found for “${query}”`
  results.replaceChildren(
    ...(found.length === 0
      ? [
          h('p', { class: 'lead' }, 'Try a plant, a colour or a season. Many gardens start with these:'),
          grid(
            products.filter((_, index) => index % 3 === 0),
            'h2'
          )
        ]
      : [grid(found, 'h2')])
  )
  window.LiveLayer.track('Products Searched', { query, results: found.length })
}
