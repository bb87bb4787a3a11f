/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * Builds an element. Text stays text: whatever a visitor typed can never become markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | ((event: Event) => void) | undefined>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name, value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(
    ...children
      .filter(child => child !== null && child !== undefined && child !== false)
      .map(child => (typeof child === 'number' ? String(child) : child))
  )
  return element
}

/** One of the shop's own drawings as a node. @param {string} svg */
export function drawing(svg) {
  const node = new DOMParser().parseFromString(
    svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"'),
    'image/svg+xml'
  )
  return document.importNode(node.documentElement, true)
}

/** @template {HTMLElement} T @param {string} selector @param {new () => T} kind @returns {T} */
export function need(selector, kind) {
  const element = document.querySelector(selector)
  if (!(element instanceof kind)) throw new Error(`This page has no ${selector}`)
  return element
}

const euro = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' })
/** @param {number} amount */
export const money = amount => euro.format(amount)

/** Says something to everyone, also to those who listen rather than look. @param {string} text @param {{ href: string, label: string }} [link] */
export function announce(text, link) {
  const place =
    document.querySelector('.toast') ?? document.body.appendChild(h('div', { class: 'toast', role: 'status' }))
  place.replaceChildren(h('span', {}, text), ...(link ? [h('a', { href: link.href }, link.label)] : []))
  place.classList.add('shown')
  clearTimeout(fading)
  fading = setTimeout(() => place.classList.remove('shown'), 4000)
}
/** @type {ReturnType<typeof setTimeout> | undefined} */
let fading
