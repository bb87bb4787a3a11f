import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type LiveFrame, LiveRequest } from '@foyer/protocol'
import { Compile } from 'typebox/compile'
import type { WebSocket } from 'ws'

const requestCheck = Compile(LiveRequest)
/** A reader this far behind is cut off, not buffered without end; it comes back and asks anew. */
const maxBufferedBytes = 1024 * 1024
const littleBufferedBytes = 64 * 1024
const drainLookMs = 20
/** A message of the longest text, every character of it escaped. */
const maxFrameChars = 56 * 1024
const framesPerSecond = 20
/** Asked and answered by turns: a line that died without a word is known to be gone within three of these. */
const beatMs = 5_000

export type Frames = {
  send(frame: LiveFrame): void
  close(code: number, reason: string): void
  /** Resolves when little is waiting to be sent, or the socket is gone: for whoever has much to send. */
  drained(): Promise<void>
}

/**
 * The request that became this socket, with its reply and its response, hangs on the connection for as long as it is open: by the
 * response the connection is thought to owe, and by the plugin's listener for errors, whose place `frames` takes.
 */
export function letGoOfUpgrade(socket: WebSocket, request: IncomingMessage): void {
  const connection: Socket & { _httpMessage?: ServerResponse | null } = request.socket
  connection._httpMessage?.detachSocket(connection)
  socket.removeAllListeners('error')
}

let written: { frame: LiveFrame; bytes: Buffer } | undefined
/** One frame goes to many sockets, one after another: it is written out once. */
function bytesOf(frame: LiveFrame): Buffer {
  if (written?.frame !== frame) written = { frame, bytes: Buffer.from(JSON.stringify(frame)) }
  return written.bytes
}

const held = new Set<Socket>()
/** What one turn of the loop has to say to a socket goes out in one write: each costs as much as a hundred frames' bytes. */
function holdTogether(connection: Socket): void {
  if (held.has(connection)) return
  if (held.size === 0) setImmediate(letGo)
  held.add(connection)
  connection.cork()
}
function letGo(): void {
  for (const connection of held) connection.uncork()
  held.clear()
}

/** The socket's manners: frames are checked, a flood or a reader that never reads is ended, silence is pinged. */
export function frames(
  socket: WebSocket,
  connection: Socket,
  on: { request(request: LiveRequest): Promise<void>; closed(): void; failed(fault: unknown): void },
  clock: () => number
): Frames {
  let tokens = framesPerSecond
  let at = clock()
  let isAlive = true
  const out: Frames = {
    send(frame) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > maxBufferedBytes) return socket.terminate()
      holdTogether(connection)
      socket.send(bytesOf(frame), { binary: false })
    },
    close: (code, reason) => socket.close(code, reason),
    async drained() {
      while (socket.readyState === socket.OPEN && socket.bufferedAmount > littleBufferedBytes)
        await new Promise(look => setTimeout(look, drainLookMs))
    }
  }
  let isAsked = false
  const heartbeat = setInterval(() => {
    if (isAsked) return setImmediate(endIfSilent)
    isAlive = false
    isAsked = true
    socket.ping()
  }, beatMs)
  /** After what has arrived by now was read: a server that was held up itself must not take everybody for gone. */
  function endIfSilent(): void {
    isAsked = false
    if (!isAlive) socket.terminate()
  }
  /** Of whatever kind: a ping costs us an answer, and who sends thousands without reading makes us keep them all. */
  function isTooMany(): boolean {
    isAlive = true
    const now = clock()
    tokens = Math.min(framesPerSecond, tokens + ((now - at) / 1000) * framesPerSecond) - 1
    at = now
    return tokens < 0
  }
  const count = () => {
    if (isTooMany()) out.close(4008, 'too many frames')
    if (socket.bufferedAmount > maxBufferedBytes) socket.terminate()
  }
  socket.on('pong', count)
  socket.on('ping', count)
  socket.on('message', (data, isBinary) => {
    if (isTooMany()) return out.close(4008, 'too many frames')
    const request = isBinary ? undefined : parse(String(data))
    if (!request)
      return out.send({ type: 'error', code: 'malformed', message: 'This frame is none that is known here.' })
    on.request(request).catch(on.failed)
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    clearInterval(heartbeat)
    on.closed()
  })
  return out
}

function parse(text: string): LiveRequest | undefined {
  if (text.length > maxFrameChars) return undefined
  try {
    const frame: unknown = JSON.parse(text)
    return requestCheck.Check(frame) ? frame : undefined
  } catch {
    return undefined
  }
}
