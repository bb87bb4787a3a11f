import type { LiveFrame, LiveRequest } from '@foyer/protocol'

export type LiveState = 'connecting' | 'open' | 'reconnecting'
export type Watched = Extract<LiveRequest, { type: 'watch' }>

/** The part of a WebSocket that is used, so that a test can be the other end. */
export type Socket = {
  send(text: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
}
export type LiveParts = {
  connect(): Socket
  after(ms: number, act: () => void): () => void
  random(): number
  /** The server said this session is over. */
  signedOut(): void
}
export type LiveSocket = {
  state(): LiveState
  subscribe(changed: () => void): () => void
  /** Frames for whoever watches; the first watcher connects, the last one to stop closes the connection. */
  watch(what: Watched, heard: (frame: LiveFrame) => void): () => void
  /** The network is back: do not wait for the next try. */
  hurry(): void
}

const firstWaitMs = 500
const longestWaitMs = 15_000
const pingEveryMs = 25_000
const pongWithinMs = 10_000
const lingerMs = 2_000
const signedOutCodes = new Set([4001, 4003])

/**
 * One connection for the whole page. It comes back by itself with growing, scattered waits, and asks again for everything
 * that is watched; `visitors` and `person` watchers are then told anew by the server or by a `person` frame from here.
 */
export function openLive(parts: LiveParts): LiveSocket {
  const watchers = new Map<string, { what: Watched; heard: Set<(frame: LiveFrame) => void> }>()
  const listeners = new Set<() => void>()
  let state: LiveState = 'connecting'
  let socket: Socket | null = null
  let isReady = false
  let tries = 0
  let cancelWait: (() => void) | null = null
  let cancelPing: (() => void) | null = null
  let cancelLinger: (() => void) | null = null

  const become = (next: LiveState) => {
    if (state === next) return
    state = next
    for (const tell of listeners) tell()
  }
  const say = (request: LiveRequest) => socket?.send(JSON.stringify(request))
  const tell = (frame: LiveFrame) => {
    for (const { what, heard } of [...watchers.values()])
      if (concerns(frame, what)) for (const each of [...heard]) each(frame)
  }

  function connect(): void {
    cancelWait?.()
    cancelWait = null
    const made = parts.connect()
    socket = made
    isReady = false
    made.onopen = () => made.send(JSON.stringify({ type: 'authenticate', as: 'member' } satisfies LiveRequest))
    made.onmessage = event => {
      if (socket === made) receive(String(event.data))
    }
    made.onclose = event => {
      if (socket === made) lost(event.code)
    }
  }

  function receive(text: string): void {
    const frame = JSON.parse(text) as LiveFrame
    if (frame.type === 'ready') {
      const isReturn = tries > 0
      isReady = true
      tries = 0
      become('open')
      for (const { what } of watchers.values()) {
        say(what)
        // What happened meanwhile was not told: whoever watches a person looks again.
        if (isReturn && what.what === 'person') tell({ type: 'person', personId: what.id })
      }
      keepAwake()
      return
    }
    keepAwake()
    tell(frame)
  }

  /** A dead connection (a laptop that slept, a proxy that forgot) says nothing: asked every so often, given up on silence. */
  function keepAwake(): void {
    cancelPing?.()
    cancelPing = parts.after(pingEveryMs, () => {
      say({ type: 'ping' })
      cancelPing = parts.after(pongWithinMs, () => {
        const silent = socket
        lost(0)
        silent?.close()
      })
    })
  }

  function lost(code: number): void {
    cancelPing?.()
    socket = null
    isReady = false
    if (signedOutCodes.has(code)) {
      parts.signedOut()
      return
    }
    if (watchers.size === 0) return
    become('reconnecting')
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** tries)
    tries += 1
    cancelWait = parts.after(wait * (0.5 + parts.random() / 2), connect)
  }

  function rest(): void {
    cancelPing?.()
    cancelWait?.()
    cancelWait = null
    const open = socket
    socket = null
    isReady = false
    tries = 0
    state = 'connecting'
    open?.close()
  }

  return {
    state: () => state,
    subscribe(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    watch(what, heard) {
      const key = keyOf(what)
      const known = watchers.get(key)
      cancelLinger?.()
      if (known) known.heard.add(heard)
      else {
        watchers.set(key, { what, heard: new Set([heard]) })
        if (isReady) say(what)
      }
      // A second watcher of the list has missed the whole of it.
      if (known && isReady && what.what === 'visitors') say(what)
      if (!socket && !cancelWait) connect()
      return () => {
        const entry = watchers.get(key)
        if (!entry?.heard.delete(heard) || entry.heard.size > 0) return
        watchers.delete(key)
        if (isReady) say({ type: 'unwatch', what: what.what, ...('id' in what ? { id: what.id } : {}) })
        // Going from one page to the next stops one watch and starts another: no reason to hang up in between.
        if (watchers.size === 0)
          cancelLinger = parts.after(lingerMs, () => {
            if (watchers.size === 0) rest()
          })
      }
    },
    hurry() {
      if (!socket && watchers.size > 0) connect()
    }
  }
}

const keyOf = (what: Watched) => ('id' in what ? `${what.what} ${what.id}` : what.what)

function concerns(frame: LiveFrame, what: Watched): boolean {
  switch (frame.type) {
    case 'visitors':
    case 'visitor':
    case 'left':
      return what.what === 'visitors'
    // A person is watched by any of their ids and told of by their first: whoever watches one compares.
    case 'events':
    case 'person':
      return what.what === 'person'
    case 'installed':
      return what.what === 'installation'
    default:
      return false
  }
}
