// Private windows may refuse storage; the shop then remembers for as long as the page is open.

/** @type {Map<string, string>} */
const fallback = new Map()
const prefix = 'fennel-row:'

/** @param {'local' | 'session'} where @param {string} key @returns {unknown} */
export function remembered(where, key) {
  try {
    const text = (where === 'local' ? localStorage : sessionStorage).getItem(prefix + key)
    return text === null ? undefined : JSON.parse(text)
  } catch {
    const text = fallback.get(key)
    return text === undefined ? undefined : JSON.parse(text)
  }
}

/** @param {'local' | 'session'} where @param {string} key @param {unknown} value undefined forgets it */
export function remember(where, key, value) {
  try {
    const store = where === 'local' ? localStorage : sessionStorage
    if (value === undefined) store.removeItem(prefix + key)
    else store.setItem(prefix + key, JSON.stringify(value))
  } catch {
    if (value === undefined) fallback.delete(key)
    else fallback.set(key, JSON.stringify(value))
  }
}
