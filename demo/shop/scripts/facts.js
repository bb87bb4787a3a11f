import { categoryName } from './products.js'

// What the shop's events say of products, baskets and orders. The demo data is made by the same functions, so that invented
// visitors and real ones look alike.

/**
 * @typedef {import('./products.js').Product} Product
 * @typedef {{ product: Product, quantity: number }} Line
 * @typedef {'standard' | 'express'} DeliveryWay
 */

export const currency = 'EUR'

/** Orders from this value on are delivered free of charge. */
export const freeDeliveryFrom = 35
export const delivery = { standard: 3.9, express: 7.9 }

/** @param {number} amount */
const roundCents = amount => Math.round(amount * 100) / 100

/** @param {Line[]} lines @param {DeliveryWay} [way] */
export function sums(lines, way = 'standard') {
  const goods = roundCents(lines.reduce((sum, line) => sum + line.product.price * line.quantity, 0))
  const isFree = goods >= freeDeliveryFrom || goods === 0
  const shipping = way === 'express' ? delivery.express : isFree ? 0 : delivery.standard
  return { goods, shipping, total: roundCents(goods + shipping) }
}

/** @param {Product} product @param {number} [quantity] */
export const productFacts = (product, quantity) => ({
  product_id: product.sku,
  name: product.name,
  category: categoryName(product.category),
  price: product.price,
  currency,
  ...(quantity === undefined ? {} : { quantity })
})

/** @param {Line[]} lines */
export const basketFacts = lines => ({
  products: lines.map(line => productFacts(line.product, line.quantity)),
  total: sums(lines).goods,
  currency
})

/** @param {string} id @param {Line[]} lines @param {DeliveryWay} way */
export function orderFacts(id, lines, way) {
  const { goods, shipping, total } = sums(lines, way)
  return {
    order_id: id,
    revenue: goods,
    shipping,
    total,
    currency,
    products: lines.map(line => productFacts(line.product, line.quantity))
  }
}
