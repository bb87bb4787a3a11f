import type { Preset } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { fromSample } from '../sample.ts'
import { webhook } from '../webhook/index.ts'
import { previewOf } from './preview.ts'

const everything = webhook.presets[0] as Preset
const now = new Date('2026-11-26T08:00:01Z')
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const settings = { url: `https://shop.example/hooks?key=${encodeURIComponent(secret)}`, secret }
const event = fromSample({ type: 'track', name: 'Order Completed', properties: { total: 12, secret } }, now)
const preview = (mapping: unknown) =>
  previewOf({ kind: webhook, settings, preset: everything.key, mapping, event, now })

test('S8 a preview shows the request whole, and no secret in it', () => {
  const shown = preview(everything.mapping)
  expect(shown).toMatchObject({ rules: ['Every event'], problems: [], differences: [], request: { method: 'POST' } })
  expect(shown.request?.url).toBe('https://shop.example/hooks?key=••••••')
  expect(JSON.parse(shown.request?.body ?? '')).toMatchObject({ data: { properties: { total: 12, secret: '••••••' } } })
  expect(JSON.stringify(shown)).not.toContain(secret.slice(6))
})

test('S8 a preview says in what the draft is not the preset, what is wrong with it, and why nothing would be sent', () => {
  const [rule] = everything.mapping.rules
  const only = (more: object) => ({ rules: [{ ...rule, ...more }] })
  expect(preview(only({ fields: { id: { path: 'event.id' } } })).differences).toContainEqual({
    rule: 'Every event',
    field: 'url',
    is: 'removed'
  })
  expect(preview(only({ on: { names: ['Signed Up'] } }))).toMatchObject({
    rules: [],
    instead: 'No rule wants “Order Completed”, so nothing would be sent.'
  })
  expect(preview(only({ to: 'nowhere' }))).toMatchObject({
    instead: 'The mapping has a problem, so nothing would be sent.',
    problems: [{ at: 'rules.0.to' }]
  })
  expect(preview('hello').problems).toEqual([{ at: '', message: expect.any(String) }])
})

test('an event that two rules want is shown as the two requests that it becomes', () => {
  const [rule] = everything.mapping.rules
  const shown = preview({ rules: [rule, { ...rule, name: 'Again', fields: { again: { constant: true } } }] })
  expect(shown.rules).toEqual(['Every event', 'Again'])
  expect(shown.requests.map(one => JSON.parse(one.body).data.again)).toEqual([undefined, true])
})
