import { expect, test } from 'vitest'
import { aboutText, actionText, actorName } from './audit-words.ts'

test('an entry says what was done and to what', () => {
  expect(actionText('agent.created')).toBe('added the agent')
  expect(actionText('shoe.tied_up')).toBe('shoe tied up')
  expect(aboutText({ action: 'agent.created', target: 'agt_1', detail: { name: 'Shop' } })).toBe('Shop')
  expect(
    aboutText({
      action: 'workspace.changed',
      target: 'wsp_1',
      detail: { before: { name: 'Acme', retentionDays: 365 }, after: { name: 'Acme', retentionDays: 90 } }
    })
  ).toBe('Acme, retentionDays from 365 to 90')
  expect(aboutText({ action: 'agent.secret_rotated', target: 'agt_1', detail: { graceSeconds: 86400 } })).toBe(
    'the old one is believed for 24\u00a0h'
  )
  const conversation = { action: 'conversation.labelled', target: 'cnv_1' }
  expect(aboutText({ ...conversation, detail: { before: [], labels: ['orders', 'urgent'] } })).toBe('orders and urgent')
  expect(aboutText({ ...conversation, detail: { before: ['urgent'], labels: [] } })).toBe('without labels')
  expect(aboutText({ action: 'canned_reply.created', target: 'can_1', detail: { shortcut: 'hi' } })).toBe('/hi')
  expect(aboutText({ action: 'member.signed_in', target: 'mem_1', detail: {} })).toBe('')
})

test('whoever did it is named without their address', () => {
  expect(actorName('Robin Vale <robin@shop.example>')).toBe('Robin Vale')
  expect(actorName('Foyer, at its set-up')).toBe('Foyer, at its set-up')
  expect(actorName('<robin@shop.example>')).toBe('<robin@shop.example>')
})
