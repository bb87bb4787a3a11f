import { basketLines, emptyBasket } from '../basket.js'
import { h, money, need } from '../dom.js'
import { basketFacts, delivery, freeDeliveryFrom, sums } from '../facts.js'
import '../frame.js'
import { signedIn } from '../person.js'
import { remember } from '../storage.js'

const lines = basketLines()
if (lines.length === 0) location.replace('/demo/cart')

const form = need('#checkout', HTMLFormElement)
const summary = need('#summary', HTMLElement)
const way = () => (new FormData(form).get('delivery') === 'express' ? 'express' : 'standard')
const text = (/** @type {string} */ field) => String(new FormData(form).get(field) ?? '').trim()

function show() {
  const { goods, shipping, total } = sums(lines, way())
  summary.replaceChildren(
    h('h2', {}, 'Your order'),
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
      h('div', {}, h('dt', {}, 'Delivery'), h('dd', {}, shipping === 0 ? 'Free' : money(shipping))),
      h('div', { class: 'total' }, h('dt', {}, 'Total'), h('dd', {}, money(total)))
    ),
    h('button', { type: 'submit', form: 'checkout', class: 'primary wide' }, 'Place the order'),
    h('p', { class: 'soft' }, 'A demo: nothing is charged and nothing is sent.')
  )
  need('#standard-price', HTMLElement).textContent = goods >= freeDeliveryFrom ? 'Free' : money(delivery.standard)
  need('#express-price', HTMLElement).textContent = money(delivery.express)
}

function place() {
  const { goods, shipping, total } = sums(lines, way())
  const number = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
  /** @type {import('../basket.js').Order} */
  const order = {
    id: `FR-${String(number % 1_000_000).padStart(6, '0')}`,
    lines: lines.map(line => ({ id: line.product.id, quantity: line.quantity })),
    delivery: way(),
    goods,
    shipping,
    total,
    email: text('email')
  }
  remember('session', 'order', order)
  if (!signedIn()) window.LiveLayer.identify({ email: text('email'), name: text('name') })
  emptyBasket()
  location.assign('/demo/confirmation')
}

const person = signedIn()
if (person) {
  need('#name', HTMLInputElement).value = person.name
  need('#email', HTMLInputElement).value = person.email
  need('#sign-in-hint', HTMLElement).hidden = true
}
// Only then: leaving a text field by pressing the button must not put a new button under the pointer.
for (const choice of form.querySelectorAll('input[name="delivery"]')) choice.addEventListener('change', show)
form.addEventListener('submit', event => {
  event.preventDefault()
  place()
})
show()
if (lines.length > 0) window.LiveLayer.track('Checkout Started', basketFacts(lines))
