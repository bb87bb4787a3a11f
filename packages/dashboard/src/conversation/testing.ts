import type { Conversation, Message } from '@foyer/protocol'

const hex = (digit: number) => digit.toString(16).padStart(32, '0')
export const idOf = (number: number) => `cnv_${hex(number)}`
export const memberId = (number: number) => `mem_${hex(number)}`
export const minute = 60_000
/** Friday, 21 November 2031, 14:00 UTC. */
export const noonish = Date.UTC(2031, 10, 21, 14, 0)
export const at = (minutes: number) => new Date(noonish + minutes * minute).toISOString()

export const conversation = (number: number, given: Partial<Conversation> = {}): Conversation => ({
  id: idOf(number),
  agentId: `agt_${hex(1)}`,
  source: 'widget',
  status: 'open',
  labels: [],
  createdAt: at(-60),
  lastAt: at(-number),
  lastSeq: 1,
  unread: 0,
  marks: { visitor: { delivered: 0, read: 0 }, team: { delivered: 0, read: 0 } },
  visitor: { id: `vis_${hex(number)}`, friendlyName: 'Amber Heron', verified: false, online: false },
  ...given
})

export const message = (seq: number, given: Partial<Message> = {}): Message => ({
  id: `msg_${hex(seq)}`,
  conversationId: idOf(1),
  seq,
  kind: 'message',
  author: { kind: 'visitor', id: `vis_${hex(1)}` },
  text: `message ${seq}`,
  at: at(seq),
  ...given
})
