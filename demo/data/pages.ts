import type { Category, Product } from '../shop/scripts/products.js'
import { categoryName } from '../shop/scripts/products.js'

/** A page of the shop as the tracker reports it. A test holds paths and titles against the shop's own files. */
export type Page = {
  kind:
    | 'home'
    | 'list'
    | 'product'
    | 'search'
    | 'cart'
    | 'checkout'
    | 'confirmation'
    | 'pricing'
    | 'about'
    | 'contact'
    | 'sign-in'
  path: string
  search: string
  title: string
  /** How long people stay, in the middle. */
  seconds: number
  /** How far down people read, in the middle, in percent. */
  depth: number
  product?: Product
}

const page = (kind: Page['kind'], path: string, title: string, seconds: number, depth: number): Page => ({
  kind,
  path: path === '' ? '/demo' : `/demo/${path}`,
  search: '',
  title: title === '' ? 'Fennel Row · Seeds and tools for small gardens' : `${title} · Fennel Row`,
  seconds,
  depth
})

export const pages = {
  home: page('home', '', '', 16, 48),
  list: page('list', 'products', 'Seeds & tools', 26, 66),
  cart: page('cart', 'cart', 'Cart', 22, 90),
  checkout: page('checkout', 'checkout', 'Checkout', 75, 96),
  confirmation: page('confirmation', 'confirmation', 'Order placed', 18, 84),
  pricing: page('pricing', 'pricing', 'The season box', 48, 72),
  about: page('about', 'about', 'About', 40, 70),
  contact: page('contact', 'contact', 'Contact', 64, 92),
  signIn: page('sign-in', 'sign-in', 'Sign in', 14, 88)
}

export const categoryPage = (category: Category): Page => ({
  ...page('list', 'products', categoryName(category), 22, 72),
  search: `?category=${category}`
})

export const productPage = (product: Product): Page => ({
  ...page('product', `product/${product.id}`, product.name, 38, 62),
  product
})

export const searchPage = (query: string): Page => ({
  ...page('search', 'search', `“${query}”`, 15, 62),
  search: `?q=${encodeURIComponent(query).replaceAll('%20', '+')}`
})
