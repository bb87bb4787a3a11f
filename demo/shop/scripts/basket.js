import { productFacts } from './facts.js'
import { findProduct } from './products.js'
import { remember, remembered } from './storage.js'

/**
 * @typedef {import('./products.js').Product} Product
 * @typedef {import('./facts.js').Line} Line
 * @typedef {{ id: string, lines: { id: string, quantity: number }[], delivery: 'standard' | 'express', goods: number, shipping: number, total: number, email: string, told?: boolean }} Order
 */

/** @returns {Line[]} */
export function basketLines() {
  const stored = remembered('local', 'basket')
  if (!Array.isArray(stored)) return []
  return stored.flatMap(line => {
    const product = findProduct(line?.id)
    return product && Number.isInteger(line.quantity) && line.quantity > 0 ? [{ product, quantity: line.quantity }] : []
  })
}

export const basketCount = () => basketLines().reduce((sum, line) => sum + line.quantity, 0)

/** @param {Line[]} lines */
function keep(lines) {
  remember(
    'local',
    'basket',
    lines.map(line => ({ id: line.product.id, quantity: line.quantity }))
  )
  window.dispatchEvent(new Event('basket-changed'))
}

/** @param {Product} product @param {number} [quantity] */
export function addToBasket(product, quantity = 1) {
  const lines = basketLines()
  const line = lines.find(line => line.product.id === product.id)
  if (line) line.quantity = Math.min(99, line.quantity + quantity)
  else lines.push({ product, quantity })
  keep(lines)
  window.LiveLayer.track('Product Added', productFacts(product, quantity))
}

/** @param {Product} product @param {number} quantity 0 takes it out */
export function setQuantity(product, quantity) {
  const lines = basketLines()
  const line = lines.find(line => line.product.id === product.id)
  if (!line) return
  if (quantity < line.quantity)
    window.LiveLayer.track('Product Removed', productFacts(product, line.quantity - quantity))
  else if (quantity > line.quantity)
    window.LiveLayer.track('Product Added', productFacts(product, quantity - line.quantity))
  line.quantity = quantity
  keep(lines.filter(line => line.quantity > 0))
}

export const emptyBasket = () => keep([])
