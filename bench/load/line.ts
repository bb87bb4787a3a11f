import type { LiveFrame } from '@foyer/protocol'
import { WebSocket } from 'ws'
import type { Sender } from './events.ts'

export type Line = { say(frame: object): void; close(): void }

/** One socket of `/api/live`, let in: as a visitor with their token, or as the team with a key. Rejects when it is not. */
export function openLine(
  url: string,
  as: { agentId: string; sender: Sender } | { key: string },
  heard: (frame: LiveFrame) => void
): Promise<Line> {
  const headers: Record<string, string> =
    'key' in as
      ? { authorization: `Bearer ${as.key}` }
      : { 'x-forwarded-for': as.sender.ip, 'user-agent': as.sender.browser }
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`, { headers, perMessageDeflate: false })
  const { promise, resolve, reject } = Promise.withResolvers<Line>()
  let isWanted = true
  const line = {
    say: (frame: object) => socket.send(JSON.stringify(frame)),
    close() {
      isWanted = false
      socket.close()
    }
  }
  socket.on('open', () =>
    line.say(
      'key' in as
        ? { type: 'authenticate', as: 'member' }
        : { type: 'authenticate', as: 'visitor', agentId: as.agentId, token: as.sender.token }
    )
  )
  socket.on('message', data => {
    const frame = JSON.parse(String(data)) as LiveFrame
    if (frame.type === 'ready') resolve(line)
    heard(frame)
  })
  socket.on('error', reject)
  socket.on('close', code => {
    reject(new Error(`a socket was not let in: ${code}`))
    if (!isWanted) return
    console.error(`a socket was ended with ${code}`)
    process.exit(1)
  })
  return promise
}

/** So many at a time that no queue of a kernel overflows. */
export async function inGroups<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<Result>
): Promise<Result[]> {
  const results: Result[] = []
  for (let at = 0; at < items.length; at += atOnce)
    results.push(...(await Promise.all(items.slice(at, at + atOnce).map((item, index) => work(item, at + index)))))
  return results
}
