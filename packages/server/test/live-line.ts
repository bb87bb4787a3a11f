import type { LiveFrame, LiveRequest } from '@foyer/protocol'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { foyerUrl } from './workspace.ts'

/** One end of `GET /api/live`, and everything it has heard. */
export function openLine(headers: Record<string, string> = {}) {
  const socket = new WebSocket(`${foyerUrl().replace('http', 'ws')}/api/live`, { headers })
  const heard: LiveFrame[] = []
  let closed: number | null = null
  socket.on('message', data => void heard.push(JSON.parse(String(data))))
  socket.on('close', code => {
    closed = code
  })
  // A refused or cut connection is what some tests are about; they look at how it was closed.
  socket.on('error', () => undefined)
  const opened = new Promise<void>(resolve => socket.once('open', () => resolve()))
  return {
    socket,
    heard,
    opened,
    async say(...frames: LiveRequest[]) {
      await opened
      for (const frame of frames) socket.send(JSON.stringify(frame))
    },
    async sayRaw(data: string | Buffer) {
      await opened
      socket.send(data)
    },
    /** The first frame of this type from `from` on; waits for it. */
    async hears<Type extends LiveFrame['type']>(
      type: Type,
      isMeant: (frame: Extract<LiveFrame, { type: Type }>) => boolean = () => true,
      timeout = 10_000
    ): Promise<Extract<LiveFrame, { type: Type }>> {
      const find = () =>
        heard.find(
          (frame): frame is Extract<LiveFrame, { type: Type }> => frame.type === type && isMeant(frame as never)
        )
      await expect.poll(find, { timeout, interval: 10, message: `no ${type} frame` }).toBeDefined()
      return find() as Extract<LiveFrame, { type: Type }>
    },
    /** The code it was closed with; waits for it. */
    async closes(timeout = 10_000): Promise<number> {
      await expect.poll(() => closed, { timeout, interval: 10, message: 'still open' }).not.toBeNull()
      return closed ?? 0
    },
    get closed() {
      return closed
    },
    /** Everything said before has been worked off when this resolves. */
    async settled() {
      const before = heard.filter(frame => frame.type === 'pong').length
      await this.say({ type: 'ping' })
      await expect.poll(() => heard.filter(frame => frame.type === 'pong').length, { timeout: 10_000 }).toBe(before + 1)
    },
    end: () => socket.terminate()
  }
}

export async function enter(headers: Record<string, string>) {
  const line = openLine(headers)
  await line.say({ type: 'authenticate', as: 'member' })
  await line.hears('ready')
  return line
}
