import type { SampleEvent } from '@foyer/protocol'
import type { Mapped, Moment, Settings } from '../../kind.ts'
import { applyMapping } from '../../mapping/apply.ts'
import { fromSample } from '../../sample.ts'
import { presets } from '../presets.ts'

export const now = new Date('2026-11-26T08:00:00Z')
export const settings: Settings = {
  monitoring_domain: 'va.bc-monitoring.liveperson.net',
  account_id: '12345678',
  app_installation_id: 'a1b2c3d4-1234-5678-90ab-cdef12345678',
  issuer: 'Datafly'
}
export const moment = (more: Partial<Moment> = {}): Moment => ({
  settings,
  memory: {},
  now,
  deliveryId: 'dlv_00000000000000000000000000000001',
  prepared: { host: 'va.bc-monitoring.liveperson.net' },
  ...more
})

export function mappedBy(preset: string, ...events: SampleEvent[]): Mapped[] {
  const mapping = presets.find(one => one.key === preset)?.mapping
  if (!mapping) throw new Error(`no preset ${preset}`)
  return events.flatMap(event => applyMapping(mapping, fromSample(event, now)))
}
export const page = (url = 'https://shop.example/'): SampleEvent => ({ type: 'page', url })
export const track = (name: string, properties: Record<string, unknown>): SampleEvent => ({
  type: 'track',
  name,
  url: 'https://shop.example/',
  properties
})
