import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A network that misbehaves, between a browser and the server at `target`. */
export async function openFaultProxy(target: string) {
  const { hostname, port } = new URL(target)
  const pairs = new Set<{ ends: [Socket, Socket]; isSilent: boolean }>()
  let delayMs = 0
  let accepted = 0

  const server = createServer(client => {
    accepted += 1
    const upstream = connect(Number(port), hostname)
    const pair: { ends: [Socket, Socket]; isSilent: boolean } = { ends: [client, upstream], isSilent: false }
    pairs.add(pair)
    const carry = (from: Socket, to: Socket) => {
      from.on('data', chunk => {
        if (pair.isSilent) return
        // Timers of one length go off in the order they were set, so bytes keep theirs.
        if (delayMs) setTimeout(() => !pair.isSilent && !to.destroyed && to.write(chunk), delayMs)
        else to.write(chunk)
      })
      from.on('close', () => {
        if (to.destroyed) pairs.delete(pair)
        // A line that went silent does not say either that its other end is gone.
        if (!pair.isSilent) to.destroy()
      })
      // Cut connections are what this is for.
      from.on('error', () => undefined)
    }
    carry(client, upstream)
    carry(upstream, client)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** How many connections there were so far. */
    accepted: () => accepted,
    slow(ms: number) {
      delayMs = ms
    },
    /** Every connection ends at once, without a goodbye. */
    reset() {
      for (const { ends } of pairs) for (const end of ends) end.resetAndDestroy()
    },
    /** Every connection there is stays open and carries nothing any more, in either direction; new ones work. */
    silence() {
      for (const pair of pairs) pair.isSilent = true
    },
    close: () =>
      new Promise<void>(resolve => {
        for (const { ends } of pairs) for (const end of ends) end.destroy()
        server.close(() => resolve())
      })
  }
}
