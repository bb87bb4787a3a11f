import type { CartValue, PageCondition, PropertyCondition, ValueOp } from './proactive.ts'

// How conditions are compared, once: the page watches with these, the server judges traits with them, and the query that counts
// what would have fired says the same in SQL. No schema is imported, so that a page loads none.

/** An address without its hash, small, and without the slash that ends it. */
const plainUrl = (url: string) => url.replace(/#.*$/s, '').toLowerCase()
const withoutLastSlash = (text: string) => (text.length > 1 ? text.replace(/\/+$/, '') || '/' : text)

/** What a page condition is compared with: the path for a value that is one, else the whole address. */
export const pageSubject = (value: string): 'path' | 'pathAndQuery' | 'url' =>
  value.startsWith('/') ? (value.includes('?') ? 'pathAndQuery' : 'path') : 'url'

export const matchesPage = (url: string, { op, value }: PageCondition): boolean => {
  const address = plainUrl(url)
  const wanted = value.trim().toLowerCase()
  if (op === 'contains') return address.includes(wanted)
  if (op === 'notContains') return !address.includes(wanted)
  const subject = pageSubject(wanted)
  const start = /^[a-z]+:\/\/[^/?]*/.exec(address)?.[0].length ?? 0
  const pathAndQuery = address.slice(start) || '/'
  const whole = subject === 'path' ? pathAndQuery.replace(/\?.*$/s, '') : subject === 'url' ? address : pathAndQuery
  const found = withoutLastSlash(whole)
  if (op === 'matches') return matchesGlob(found, withoutLastSlash(wanted))
  return (found === withoutLastSlash(wanted)) === (op === 'is')
}

/** `*` stands for anything. In a time that grows with the two lengths only, whatever the pattern. */
export const matchesGlob = (text: string, pattern: string): boolean => {
  let at = 0
  let of = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    if (pattern[of] === '*') {
      star = of++
      resume = at
    } else if (pattern[of] === text[at]) {
      of++
      at++
    } else if (star >= 0) {
      of = star + 1
      at = ++resume
    } else return false
  }
  while (pattern[of] === '*') of++
  return of === pattern.length
}

/** `undefined` is a value that is not there: only `isNot` is content with that. */
export const holds = (found: unknown, op: ValueOp, wanted: string | number | boolean | undefined): boolean => {
  const isThere = found !== undefined && found !== null
  if (op === 'exists') return isThere
  if (wanted === undefined) return false
  if (op === 'isNot') return !isThere || !isSame(found, wanted)
  if (!isThere) return false
  if (op === 'is') return isSame(found, wanted)
  if (op === 'contains')
    return Array.isArray(found)
      ? found.some(item => isSame(item, wanted))
      : textOf(found).includes(String(wanted).trim().toLowerCase())
  const number = numberOf(found)
  const limit = numberOf(wanted)
  return op === 'atLeast' ? number >= limit : number <= limit
}

const textOf = (value: unknown) =>
  (typeof value === 'object' ? JSON.stringify(value) : String(value)).trim().toLowerCase()
const isSame = (found: unknown, wanted: string | number | boolean) => textOf(found) === textOf(wanted)

/** NaN compares with nothing. */
const numberOf = (value: unknown): number =>
  typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN

export const propertiesHold = (
  properties: Record<string, unknown>,
  where: readonly PropertyCondition[] | undefined
): boolean =>
  (where ?? []).every(({ property, op, value }) =>
    holds(Object.hasOwn(properties, property) ? properties[property] : undefined, op, value)
  )

export const cartEvents = ['Product Added', 'Product Removed', 'Cart Viewed', 'Order Completed'] as const

/**
 * A cart after one more event of the visitor's.
 *
 * Cart Viewed says what it is worth (`total`, else `value`, else its products); Order Completed empties it; Product Added and
 * Product Removed change it by price times quantity (1 where none is said). An event without a price changes nothing. What is
 * taken out of a cart whose filling nobody saw leaves less than nothing, which reads as nothing.
 */
export const cartAfter = (
  before: CartValue | undefined,
  event: { id: string; name: string; properties: Record<string, unknown> }
): CartValue | undefined => {
  const { id, name, properties } = event
  const currency = typeof properties.currency === 'string' ? properties.currency.toUpperCase() : before?.currency
  const to = (value: number): CartValue => ({ value, currency: currency ?? '', upTo: id })
  if (name === 'Order Completed') return to(0)
  if (name === 'Cart Viewed') {
    const value = firstNumber(properties.total, properties.value, priceOf(properties.products))
    return value === undefined ? before : to(value)
  }
  if (name !== 'Product Added' && name !== 'Product Removed') return before
  const price = firstNumber(properties.price)
  if (price === undefined) return before
  const change = price * (firstNumber(properties.quantity) ?? 1)
  return to(round((before?.value ?? 0) + (name === 'Product Added' ? change : -change)))
}

/** Thousandths are noise of adding up. */
const round = (value: number) => Math.round(value * 1000) / 1000

const firstNumber = (...values: unknown[]): number | undefined =>
  values.map(numberOf).find(value => Number.isFinite(value))

const priceOf = (products: unknown): number | undefined =>
  Array.isArray(products)
    ? round(
        products.reduce(
          (sum: number, product) => sum + (firstNumber(product?.price) ?? 0) * (firstNumber(product?.quantity) ?? 1),
          0
        )
      )
    : undefined

export const cartReaches = (
  cart: CartValue | undefined,
  wanted: { atLeast: number; currency?: string | undefined }
): boolean =>
  !!cart && cart.value >= wanted.atLeast && (wanted.currency === undefined || cart.currency === wanted.currency)
