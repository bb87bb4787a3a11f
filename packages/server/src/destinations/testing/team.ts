import type { Deliveries, DeliveryDetail, Destination, DestinationCreate } from '@foyer/protocol'
import { hex } from '../../../test/visitor.ts'
import { type Answer, call, type Minted } from '../../../test/workspace.ts'

/** A secret that is nowhere else: wherever it is found, it got out. */
export const newSecret = () => `whsec_${Buffer.from(hex(32), 'hex').toString('base64')}`

export const draft = (more: Partial<DestinationCreate> = {}): DestinationCreate => ({
  type: 'webhook',
  name: `Hook ${hex(4)}`,
  settings: { url: 'https://hooks.example/in', secret: newSecret() },
  ...more
})

export const add = (workspace: Minted, more: Partial<DestinationCreate> = {}): Promise<Answer<Destination>> =>
  call('POST', '/api/destinations', { who: workspace.key, body: draft(more) })

export async function added(workspace: Minted, more: Partial<DestinationCreate> = {}): Promise<Destination> {
  const { status, body } = await add(workspace, more)
  if (status !== 201) throw new Error(`no destination: ${status} ${JSON.stringify(body)}`)
  return body
}

export const change = (workspace: Minted, id: string, body: unknown): Promise<Answer<Destination>> =>
  call('PATCH', `/api/destinations/${id}`, { who: workspace.key, body })

export const deliveriesOf = async (
  workspace: Minted,
  query: Record<string, string | number> = {}
): Promise<Deliveries> => {
  const search = new URLSearchParams(Object.fromEntries(Object.entries(query).map(([key, value]) => [key, `${value}`])))
  return (await call<Deliveries>('GET', `/api/deliveries?${search}`, { who: workspace.key })).body
}
export const detailOf = async (workspace: Minted, id: string): Promise<DeliveryDetail> =>
  (await call<DeliveryDetail>('GET', `/api/deliveries/${id}`, { who: workspace.key })).body

export const ask = <Body = Record<string, unknown>>(workspace: Minted, path: string, body: unknown = {}) =>
  call<Body>('POST', path, { who: workspace.key, body })
