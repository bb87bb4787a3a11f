import type { Destination } from '@foyer/protocol'
import { expect } from 'vitest'
import { type LocalLivePerson, startLivePerson } from '../../../../../../demo/liveperson/server.ts'
import { identify, newLocalId, send } from '../../../../test/visitor.ts'
import { call, type Minted, mintWorkspace } from '../../../../test/workspace.ts'

export type Walk = Awaited<ReturnType<typeof walkTo>>
const patience = { timeout: 40_000, interval: 50 }

/** A workspace with a LivePerson of its own and a visitor whose events go there. */
export async function walkTo(
  open: { close(): Promise<void> }[],
  given: {
    account?: Partial<LocalLivePerson['account']>
    settings?: Record<string, unknown>
    destination?: Record<string, unknown>
  } = {}
) {
  const local = await startLivePerson(given.account ? { account: given.account } : {})
  open.push(local)
  const workspace = await mintWorkspace()
  const settings = {
    monitoring_domain: local.host,
    account_id: local.account.id,
    app_installation_id: local.account.appKey,
    ...given.settings
  }
  const answer = await call<Destination>('POST', '/api/destinations', {
    who: workspace.key,
    body: { type: 'liveperson', preset: 'retail', name: 'LivePerson', settings, ...given.destination }
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  const destination = answer.body
  return {
    local,
    workspace,
    destination,
    settings,
    visitor: await visitorOf(workspace),
    /** The reports that were taken, once there are so many. */
    async taken(count: number) {
      const taken = () => local.arrivals.filter(one => one.status === 200 || one.status === 201)
      await expect.poll(() => taken().length, { ...patience, message: `report ${count}` }).toBeGreaterThanOrEqual(count)
      return taken()
    },
    async arrived(count: number) {
      await expect
        .poll(() => local.arrivals.length, { ...patience, message: `arrival ${count}` })
        .toBeGreaterThanOrEqual(count)
      return local.arrivals
    },
    /** How the destination stands, once it stands so. */
    async stands(state: Destination['state']): Promise<Destination> {
      const look = async () =>
        (await call<Destination>('GET', `/api/destinations/${destination.id}`, { who: workspace.key })).body
      await expect.poll(async () => (await look()).state, { ...patience, message: state }).toBe(state)
      return look()
    }
  }
}

export async function visitorOf(workspace: Minted, body: Record<string, unknown> = {}) {
  return (await identify(workspace, { localId: newLocalId(), ...body })).body
}

export async function sends(workspace: Minted, visitor: Awaited<ReturnType<typeof visitorOf>>, ...events: unknown[]) {
  const answer = await send(workspace, visitor, events)
  expect(answer.body).toMatchObject({ accepted: events.length })
}
