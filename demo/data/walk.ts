import type { Line } from '../shop/scripts/facts.js'
import { basketFacts, orderFacts, productFacts } from '../shop/scripts/facts.js'
import type { Product } from '../shop/scripts/products.js'
import { boxes, categories, products, searchProducts } from '../shop/scripts/products.js'
import type { Identity } from './history.ts'
import type { Page } from './pages.ts'
import { categoryPage, pages, productPage, searchPage } from './pages.ts'
import type { Persona } from './personas.ts'
import type { Random } from './random.ts'
import type { VisitLog } from './visit-log.ts'

/** A person at one browser: who they are, and what stays between visits. */
export type Walker = {
  persona: Persona
  /** Who they would say they are, if they came to say it. */
  self: { userId: string; traits: Record<string, string>; group: string; hasAccount: boolean }
  basket: Line[]
  isSignedIn: boolean
  identity?: Identity
}

const searches = [
  'basil',
  'blue',
  'tomato',
  'bees',
  'winter',
  'balcony',
  'sunflower',
  'trowel',
  'herbs',
  'carrot',
  'lavender',
  'pea',
  'frost',
  'watering'
]
const topics = ['Growing advice', 'School or community garden', 'Wholesale', 'Something else']

/** One visit, from the landing page until the person has had enough. */
export function walk(walker: Walker, log: VisitLog, random: Random): void {
  const { persona } = walker
  const enough = Math.max(1, Math.round(random.around(persona.patience, 0.6)))
  if (persona.name === 'regular' && !walker.isSignedIn && walker.self.hasAccount && random.chance(0.6))
    signIn(walker, log, random)
  for (let seen = 1; seen <= enough; seen++) {
    const next = look(walker, log, random)
    if (seen === enough) break
    go(log, next ?? wander(log.page(), random))
  }
  if (walker.basket.length > 0 && random.chance(0.55 + persona.resolve / 3)) checkOut(walker, log, random)
}

/** Does on a page what people do there. Answers where it leads them, when it does. */
function look(walker: Walker, log: VisitLog, random: Random): Page | undefined {
  const { persona } = walker
  const page = log.page()
  switch (page.kind) {
    case 'product': {
      if (!page.product) return undefined
      log.track('Product Viewed', productFacts(page.product))
      log.read()
      if (random.chance(persona.appetite)) put(walker, log, random, page.product, 'button.primary', 'Add to cart')
      return undefined
    }
    case 'search': {
      const query = new URLSearchParams(page.search).get('q') ?? ''
      const found = searchProducts(query)
      log.track('Products Searched', { query, results: found.length })
      log.read()
      return found.length > 0 && random.chance(0.8) ? productPage(random.pick(found)) : undefined
    }
    case 'pricing': {
      log.read()
      const box = random.weighted(boxes.map((one, index) => [one, [5, 4, 2][index] ?? 1] as const))
      const isOrganiser = persona.name === 'organiser'
      if (!random.chance(isOrganiser ? 0.7 : 0.12 + persona.appetite / 3)) return undefined
      const asks = box.plan === 'Community' || isOrganiser
      log.click({
        tag: asks ? 'a' : 'button',
        text: asks ? 'Talk to us' : 'Order this box',
        ...(asks ? { href: '/demo/contact?topic=community' } : {}),
        classes: ['button', 'wide'],
        path: 'ul#plans > li.plan > button.wide'
      })
      log.track('clicked_pricing_cta', { plan: asks ? 'Community' : box.plan, source: 'pricing' })
      if (asks) return pages.contact
      put(walker, log, random, box)
      return undefined
    }
    case 'contact': {
      log.read(random.chance(persona.asks) ? 1 : 0.3)
      if (random.chance(persona.asks)) ask(walker, log, random)
      return undefined
    }
    default:
      log.read()
      return undefined
  }
}

/** Where people go from a page when nothing on it has decided it. */
function wander(page: Page, random: Random): Page {
  const some = () => productPage(random.pick(products))
  const category = () => categoryPage(random.pick(categories).id)
  const beside = () => productPage(random.pick(products.filter(one => one.category === page.product?.category)))
  const search = () => searchPage(random.pick(searches))
  const to = (target: Page) => () => target
  const ways: Partial<Record<Page['kind'], [() => Page, number][]>> = {
    home: [
      [to(pages.list), 42],
      [category, 20],
      [some, 20],
      [to(pages.pricing), 11],
      [search, 6],
      [to(pages.about), 5]
    ],
    list: [
      [some, 62],
      [category, 24],
      [search, 6],
      [to(pages.home), 4],
      [to(pages.pricing), 4]
    ],
    product: [
      [beside, 26],
      [some, 22],
      [to(pages.list), 26],
      [category, 12],
      [to(pages.home), 6],
      [search, 5],
      [to(pages.pricing), 5]
    ],
    search: [
      [search, 35],
      [to(pages.list), 45],
      [to(pages.home), 20]
    ],
    pricing: [
      [to(pages.list), 50],
      [to(pages.about), 15],
      [to(pages.contact), 12],
      [to(pages.home), 15]
    ],
    about: [
      [to(pages.list), 60],
      [to(pages.contact), 20],
      [to(pages.home), 20]
    ]
  }
  const target = random.weighted(ways[page.kind] ?? [[to(pages.list), 1]])()
  return target.path === page.path && target.search === page.search ? pages.list : target
}

function go(log: VisitLog, target: Page): void {
  const href = target.path + target.search
  const [text, classes, path] =
    target.kind === 'product'
      ? [target.product?.name ?? target.title, ['face'], 'ul.grid > li.card > a.face']
      : target.kind === 'list' && target.search !== ''
        ? [target.title.replace(' · Fennel Row', ''), [], 'nav#filters > a']
        : [target.title.replace(' · Fennel Row', ''), [], 'header.top > nav > a']
  // Searching is typing and Enter: no link is clicked.
  if (target.kind !== 'search') log.click({ tag: 'a', text, href, classes, path })
  log.open(target)
}

function put(walker: Walker, log: VisitLog, random: Random, product: Product, button?: string, text?: string): void {
  const isPacket = product.category !== 'tools' && product.category !== 'boxes'
  const quantity = isPacket
    ? random.weighted([
        [1, 62],
        [2, 26],
        [3, 9],
        [5, 3]
      ])
    : 1
  if (button && text)
    log.click({ tag: 'button', text, classes: ['primary'], path: `div.words > form.order > ${button}` })
  log.track('Product Added', productFacts(product, quantity))
  const line = walker.basket.find(one => one.product.id === product.id)
  if (line) line.quantity += quantity
  else walker.basket.push({ product, quantity })
}

function checkOut(walker: Walker, log: VisitLog, random: Random): void {
  const { persona, self } = walker
  log.click({
    tag: 'a',
    text: 'Cart',
    href: '/demo/cart',
    classes: ['basket'],
    path: 'shop-header > header.top > a.basket'
  })
  log.open(pages.cart)
  log.track('Cart Viewed', basketFacts(walker.basket))
  log.read()
  if (!random.chance(persona.resolve)) return
  log.click({
    tag: 'a',
    text: 'To checkout',
    href: '/demo/checkout',
    classes: ['button', 'primary', 'wide'],
    path: 'section.summary > a.button'
  })
  log.open(pages.checkout)
  log.track('Checkout Started', basketFacts(walker.basket))
  if (self.hasAccount && !walker.isSignedIn && random.chance(0.75)) {
    log.read(0.1)
    signIn(walker, log, random)
    log.open(pages.checkout)
    log.track('Checkout Started', basketFacts(walker.basket))
  }
  log.read()
  if (!random.chance(0.35 + persona.resolve * 0.75)) return
  log.click({
    tag: 'button',
    text: 'Place the order',
    classes: ['primary', 'wide'],
    path: 'section#summary > button.primary'
  })
  if (!walker.isSignedIn) introduce(walker, log, {})
  log.open(pages.confirmation)
  const order = `FR-${String(random.whole(0, 999_999)).padStart(6, '0')}`
  log.track('Order Completed', orderFacts(order, walker.basket, random.chance(0.18) ? 'express' : 'standard'))
  walker.basket = []
  log.read()
}

function ask(walker: Walker, log: VisitLog, random: Random): void {
  const isOrganiser = walker.persona.name === 'organiser'
  const topic = random.weighted(
    topics.map((one, index) => [one, isOrganiser ? ([1, 6, 3, 1][index] ?? 1) : ([6, 1, 1, 2][index] ?? 1)] as const)
  )
  const company: { company?: string } = isOrganiser ? { company: walker.self.group } : {}
  log.click({ tag: 'button', text: 'Send', classes: ['primary'], path: 'form#contact > button.primary' })
  introduce(walker, log, company)
  log.track('Lead Generated', { lead_id: `LD-${random.hex(8)}`, topic, ...company })
}

/** A guest says who they are in a form; the account's owner is known already. */
function introduce(walker: Walker, log: VisitLog, more: Record<string, string>): void {
  const { name = '', email = '' } = walker.self.traits
  const traits = { name, email, ...more }
  log.identify(traits)
  walker.identity = { ...walker.identity, traits: { ...walker.identity?.traits, ...traits } }
}

export function signIn(walker: Walker, log: VisitLog, random: Random): void {
  log.click({
    tag: 'a',
    text: 'Sign in',
    href: '/demo/sign-in',
    classes: ['account'],
    path: 'shop-header > header.top > a.account'
  })
  log.open(pages.signIn)
  log.read(random.between(0.6, 1.2))
  log.click({ tag: 'button', text: 'Sign in', classes: ['primary'], path: 'div#sign-in > form.sheet > button.primary' })
  log.identify(walker.self.traits)
  walker.isSignedIn = true
  walker.identity = { userId: walker.self.userId, traits: { ...walker.identity?.traits, ...walker.self.traits } }
}
