import type { LiveFrame, LiveRequest } from '@foyer/protocol'

export type LineState = 'connecting' | 'open' | 'reconnecting'

/** The part of a WebSocket that is used, so that a test can be the other end. */
export type Socket = {
  send(text: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
}
export type LineParts = {
  connect(): Socket
  after(ms: number, act: () => void): () => void
  random(): number
  /** The server said this session is over. */
  signedOut(): void
}

/** What is asked for as long as somebody wants it; asked anew after every drop, as it is then. */
export type Wish = { ask: () => LiveRequest; end: LiveRequest }

export type Line = {
  state(): LineState
  subscribe(changed: () => void): () => void
  hear(listener: (frame: LiveFrame) => void): () => void
  /** The first wish connects, the end of the last one hangs up. */
  keep(wish: Wish): () => void
  /** Said now or not at all: answers whether it was said. */
  say(request: LiveRequest): boolean
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
 * One connection for the whole dashboard. It comes back by itself with growing, scattered waits, and asks again for everything
 * that is wished for: what is watched, and of a conversation exactly what was missed.
 */
export function openLine(parts: LineParts): Line {
  const wishes = new Set<Wish>()
  const heard = new Set<(frame: LiveFrame) => void>()
  const listeners = new Set<() => void>()
  let state: LineState = 'connecting'
  let socket: Socket | null = null
  let isReady = false
  let tries = 0
  let cancelWait: (() => void) | null = null
  let cancelPing: (() => void) | null = null
  let cancelLinger: (() => void) | null = null

  const become = (next: LineState) => {
    if (state === next) return
    state = next
    for (const tell of [...listeners]) tell()
  }
  const send = (request: LiveRequest) => socket?.send(JSON.stringify(request))

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
      isReady = true
      tries = 0
      become('open')
      for (const wish of wishes) send(wish.ask())
    }
    keepAwake()
    for (const tell of [...heard]) tell(frame)
  }

  /** A dead connection (a laptop that slept, a proxy that forgot) says nothing: asked every so often, given up on silence. */
  function keepAwake(): void {
    cancelPing?.()
    cancelPing = parts.after(pingEveryMs, () => {
      send({ type: 'ping' })
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
    if (wishes.size === 0) return
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
    hear(listener) {
      heard.add(listener)
      return () => heard.delete(listener)
    },
    keep(wish) {
      cancelLinger?.()
      wishes.add(wish)
      if (isReady) send(wish.ask())
      else if (!socket && !cancelWait) connect()
      return () => {
        if (!wishes.delete(wish)) return
        if (isReady) send(wish.end)
        // Going from one page or conversation to the next ends one wish and begins another: no reason to hang up in between.
        if (wishes.size === 0)
          cancelLinger = parts.after(lingerMs, () => {
            if (wishes.size === 0) rest()
          })
      }
    },
    say(request) {
      if (!isReady) return false
      send(request)
      return true
    },
    hurry() {
      if (!socket && wishes.size > 0) connect()
    }
  }
}
