import type { Destination, DestinationCreate } from '@foyer/protocol'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { openSink, type SinkAnswer } from '../../packages/server/src/destinations/testing/sink.ts'
import { added } from '../../packages/server/src/destinations/testing/team.ts'
import { type ServerOptions, startServer } from '../../packages/server/test/start.ts'
import { identify, newLocalId, send, track } from '../../packages/server/test/visitor.ts'
import { foyerUrl, type Minted, mintWorkspace, useServer } from '../../packages/server/test/workspace.ts'
import { signIn } from '../team/sign-in.ts'
import { useChromium } from '../tracker/site.ts'

export const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYq='
/** What a busy machine takes a while to show. */
export const until = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 30_000 })

/** A server that may send to this machine, a browser, and for each test what it asks for, all gone after it. */
export function useDesk(options: () => ServerOptions | Promise<ServerOptions> = () => ({})) {
  const chromium = useChromium()
  let server: Awaited<ReturnType<typeof startServer>>
  const open: { close(): Promise<void> }[] = []
  beforeAll(async () => {
    server = await startServer({ allowPrivate: true, ...(await options()) })
    useServer(server)
  })
  afterAll(() => server.stop())
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close()
  })
  return {
    /** Somebody else's server; `says` answers until it is told something else. */
    async newThere(says: SinkAnswer = { status: 200, body: '{"ok":true}' }) {
      const state = { says }
      const sink = await openSink(() => state.says)
      open.push(sink)
      return Object.assign(state, sink)
    },
    /** A member of a new workspace at their desk. */
    async sitDown(options: BrowserContextOptions = {}) {
      const workspace = await mintWorkspace()
      const team = await chromium.newVisitor({ viewport: { width: 1440, height: 900 }, ...options })
      const page = await signIn(team.context, workspace)
      return { workspace, page, troubles: team.troubles, context: team.context }
    }
  }
}

export const hook = (workspace: Minted, url: string, more: Partial<DestinationCreate> = {}): Promise<Destination> =>
  added(workspace, { name: 'Order service', settings: { url: `${url}/hook`, secret }, ...more })

/** A visitor who does these things, in this order. */
export async function visits(workspace: Minted, ...names: string[]) {
  const visitor = (await identify(workspace, { localId: newLocalId() })).body
  await does(workspace, visitor, ...names)
  return visitor
}

export const does = (workspace: Minted, visitor: Parameters<typeof send>[1], ...names: string[]) =>
  send(
    workspace,
    visitor,
    names.map(name => track(name, { revenue: 11.7 }))
  )

export const goTo = (page: Page, path: string) => page.goto(`${foyerUrl()}${path}`)

export const rowsIn = (page: Page) =>
  page.getByRole('table', { name: 'Deliveries', exact: true }).locator('tbody').getByRole('row')
export const panelIn = (page: Page) => page.getByRole('complementary', { name: 'Delivery' })
