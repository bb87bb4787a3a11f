import { expect, test } from 'vitest'
import { aboutText, actionText } from './audit-words.ts'

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
    'the old one is believed for 24 h'
  )
  expect(aboutText({ action: 'member.signed_in', target: 'mem_1', detail: {} })).toBe('')
})
