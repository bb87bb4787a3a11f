// Calls made before /v1.js has arrived wait here in order; the tracker takes them over when it starts.
if (!window.LiveLayer) {
  /** @type {[name: string, ...given: unknown[]][]} */
  const q = []
  /** @param {string} name @returns {(...given: unknown[]) => void} */
  const later =
    name =>
    (...given) =>
      void q.push([name, ...given])
  window.LiveLayer = {
    q,
    identify: later('identify'),
    track: later('track'),
    page: later('page'),
    reset: later('reset'),
    optOut: later('optOut'),
    optIn: later('optIn'),
    ready: later('ready')
  }
}
