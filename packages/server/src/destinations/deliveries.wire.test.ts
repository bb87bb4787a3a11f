import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../test/start.ts'
import { identify, newLocalId, send, track } from '../../test/visitor.ts'
import { mintWorkspace, settled, useServer } from '../../test/workspace.ts'
import { openSink } from './testing/sink.ts'
import { added } from './testing/team.ts'

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

async function sink(...given: Parameters<typeof openSink>) {
  const one = await openSink(...given)
  open.push(one)
  return one
}

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYq='

test('what a page sends arrives at a webhook, as its mapping has it, signed', async () => {
  const workspace = await mintWorkspace()
  const there = await sink()
  await added(workspace, { settings: { url: `${there.url}/hook`, secret } })
  const visitor = (await identify(workspace, { localId: newLocalId() })).body
  const sent = track('Order Completed', { revenue: 11.7 })
  expect((await send(workspace, visitor, [sent])).body).toMatchObject({ accepted: 1 })
  await there.until(() => there.arrived.length === 1)
  const [one] = there.arrived
  expect(one).toMatchObject({ method: 'POST', path: '/hook', eventId: sent.id })
  expect(one?.headers['webhook-id']).toMatch(/^dlv_[0-9a-f]{32}$/)
  expect(JSON.parse(one?.body ?? '')).toMatchObject({
    type: 'Order Completed',
    data: { properties: { revenue: 11.7 }, visitor: { id: visitor.visitorId } }
  })
  await settled()
})
