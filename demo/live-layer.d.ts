// What the shop calls; the queue of stub.js until /v1.js has arrived, the tracker itself from then on.
interface Window {
  LiveLayer: Record<string, unknown> & {
    identify(person: Record<string, unknown>): unknown
    track(name: string, properties?: Record<string, unknown>): unknown
    reset(): unknown
  }
}
