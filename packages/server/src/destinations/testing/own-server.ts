import { afterAll, afterEach, beforeAll } from 'vitest'
import { startServer } from '../../../test/start.ts'
import { useServer } from '../../../test/workspace.ts'
import { openSink } from './sink.ts'

/** This test file speaks to a server of its own, one that may call servers on loopback; they are closed after each test. */
export function ownServer() {
  let server: Awaited<ReturnType<typeof startServer>>
  const open: { close(): Promise<void> }[] = []
  beforeAll(async () => {
    server = await startServer({ allowPrivate: true })
    useServer(server)
  })
  afterAll(() => server.stop())
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close()
  })
  return {
    async sink(...given: Parameters<typeof openSink>) {
      const one = await openSink(...given)
      open.push(one)
      return one
    }
  }
}

/** Looks until it is so: what happens in the server by itself has no other sign. */
export async function eventually<Found>(look: () => Promise<Found>, isSo: (found: Found) => boolean): Promise<Found> {
  for (let tries = 0; ; tries += 1) {
    const found = await look()
    if (isSo(found)) return found
    if (tries === 400) throw new Error(`it never came to that: ${String(JSON.stringify(found)).slice(0, 500)}`)
    await new Promise(done => setTimeout(done, 50))
  }
}
