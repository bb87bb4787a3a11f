import { signArt } from './art.js'
import { basketCount } from './basket.js'
import { drawing, h } from './dom.js'
import { sayWho, signedIn } from './person.js'

const places = [
  { href: '/demo/products', label: 'Seeds & tools' },
  { href: '/demo/pricing', label: 'Season box' },
  { href: '/demo/about', label: 'About' },
  { href: '/demo/contact', label: 'Contact' }
]

/** @param {string} path */
const isHere = path => {
  const here = location.pathname.replace(/\.html$/, '')
  return here === path || (path === '/demo/products' && here.startsWith('/demo/product/'))
}

/** @param {{ href: string, label: string }} place */
const placeLink = place =>
  h('a', { href: place.href, 'aria-current': isHere(place.href) ? 'page' : undefined }, place.label)

const lens =
  '<svg viewBox="0 0 20 20" fill="none" aria-hidden="true" focusable="false"><circle cx="8.5" cy="8.5" r="5.5" stroke="currentColor" stroke-width="1.8"/><path d="M13 13l4.5 4.5" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/></svg>'

class ShopHeader extends HTMLElement {
  connectedCallback() {
    const account = h('a', {
      href: '/demo/sign-in',
      class: 'account',
      'aria-current': isHere('/demo/sign-in') ? 'page' : undefined
    })
    const basket = h('a', {
      href: '/demo/cart',
      class: 'basket',
      'aria-current': isHere('/demo/cart') ? 'page' : undefined
    })
    const query = new URLSearchParams(location.search).get('q') ?? ''
    this.replaceChildren(
      h(
        'header',
        { class: 'top' },
        h('a', { href: '/demo', class: 'sign' }, drawing(signArt), h('span', {}, 'Fennel Row')),
        h('nav', { 'aria-label': 'Shop' }, ...places.map(placeLink)),
        h(
          'form',
          { action: '/demo/search', role: 'search', class: 'seek' },
          drawing(lens),
          h('input', {
            type: 'search',
            name: 'q',
            placeholder: 'Search',
            'aria-label': 'Search the shop',
            value: isHere('/demo/search') ? query : '',
            maxlength: 80
          })
        ),
        account,
        basket
      )
    )
    const showPerson = () => {
      account.textContent = signedIn()?.name.split(' ')[0] ?? 'Sign in'
    }
    const showBasket = () => {
      const count = basketCount()
      basket.replaceChildren(
        h('span', { class: 'label' }, 'Cart'),
        h(
          'span',
          { class: count > 0 ? 'count' : 'count none', 'aria-label': count === 1 ? '1 item' : `${count} items` },
          count
        )
      )
    }
    showPerson()
    showBasket()
    window.addEventListener('person-changed', showPerson)
    window.addEventListener('basket-changed', showBasket)
    // Another tab may have filled the basket or signed out.
    window.addEventListener('storage', () => {
      showPerson()
      showBasket()
    })
  }
}

class ShopFooter extends HTMLElement {
  connectedCallback() {
    this.replaceChildren(
      h(
        'footer',
        { class: 'bottom' },
        h(
          'p',
          { class: 'honest' },
          h('strong', {}, 'Fennel Row is a demo shop.'),
          ' It comes with Foyer so that there is something to walk through. Nothing is sold, no order is sent, and nothing you type leaves this installation.'
        ),
        h(
          'nav',
          { 'aria-label': 'Footer' },
          ...[...places, { href: '/demo/sign-in', label: 'Sign in' }, { href: '/demo/cart', label: 'Cart' }].map(
            placeLink
          )
        )
      ),
      h(
        'aside',
        { class: 'watched', 'aria-label': 'For newcomers' },
        h(
          'p',
          {},
          h('span', {}, 'You are a visitor of this shop. '),
          'Open the dashboard (',
          h('a', { href: '/live', target: '_blank', rel: 'noopener' }, 'Live'),
          ', ',
          h('a', { href: '/people', target: '_blank', rel: 'noopener' }, 'People'),
          ') in another tab to watch yourself.'
        )
      )
    )
  }
}

customElements.define('shop-header', ShopHeader)
customElements.define('shop-footer', ShopFooter)
sayWho()
