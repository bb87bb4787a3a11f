import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Deliveries, Destination } from '@foyer/protocol'
import { startLivePerson } from '../../demo/liveperson/server.ts'

type Call = <Answer>(path: string, body?: object) => Promise<Answer>
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYq='

/** Where events go: a LivePerson, a server of the shop's own that is particular, and one that has forgotten the secret. */
export async function connect(call: Call): Promise<{ destination: string; close(): Promise<void> }> {
  const livePerson = await startLivePerson()
  const hooks = await openHooks()
  const { id: destination } = await call<Destination>('/api/destinations', {
    type: 'liveperson',
    preset: 'retail',
    name: 'LivePerson Retail',
    settings: {
      account_id: livePerson.account.id,
      monitoring_domain: livePerson.host,
      app_installation_id: livePerson.account.appKey
    }
  })
  const hook = (name: string, path: string) =>
    call<Destination>('/api/destinations', { type: 'webhook', name, settings: { url: hooks.url + path, secret } })
  await hook('Order service', '/orders')
  await hook('Old CRM bridge', '/forgotten')
  return {
    destination,
    async close() {
      await hooks.close()
      await livePerson.close()
    }
  }
}

/** Resolves when everything that can be sent has been. */
export async function sent(call: Call): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const { items } = await call<Deliveries>('/api/deliveries?state=waiting,sending&limit=200')
    if (items.every(({ destinationName }) => destinationName === 'Old CRM bridge')) return
    await new Promise(done => setTimeout(done, 100))
  }
  throw new Error('The deliveries did not end')
}

async function openHooks() {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      const isTaken = Math.random() < 0.94
      const [status, body] =
        request.url === '/forgotten'
          ? [401, { error: 'The signature does not match.' }]
          : isTaken
            ? [200, { ok: true }]
            : [422, { error: 'order_id is missing' }]
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}
