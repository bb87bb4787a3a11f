import type { LiveFrame } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { answerDetailOf, confidenceText, tookText } from './answer-detail.ts'
import { asMessage, goOn, isSaid } from './answering.ts'

type Frame = Extract<LiveFrame, { type: 'answering' }>
const frame = (from: number, text: string, given: Partial<Frame> = {}): Frame => ({
  type: 'answering',
  conversationId: 'cnv_1',
  answerId: 'a-1',
  by: { kind: 'responder', name: 'Porch' },
  from,
  text,
  ...given
})
const at = '2031-11-21T14:00:00.000Z'
const heard = (...frames: Frame[]) =>
  frames.reduce<ReturnType<typeof goOn>>((known, next) => goOn(known, next, at), null)

test('an answer grows where its last frame ended, and a frame that comes twice changes nothing', () => {
  expect(heard(frame(0, 'Yes, '), frame(5, 'within a week.'))?.text).toBe('Yes, within a week.')
  expect(heard(frame(0, 'Yes, '), frame(5, 'within'), frame(5, 'within'))?.text).toBe('Yes, within')
})

test('whoever comes in the middle sees no half of it, and all of it once it is told from the beginning', () => {
  expect(heard(frame(40, 'and so on.'))?.text).toBe('')
  expect(heard(frame(40, 'and so on.'), frame(0, 'From the beginning'))?.text).toBe('From the beginning')
})

test('another answer begins anew, and one that ends with nothing is gone', () => {
  expect(heard(frame(0, 'One'), frame(0, 'Two', { answerId: 'a-2' }))).toMatchObject({ id: 'a-2', text: 'Two' })
  expect(heard(frame(0, 'One'), frame(3, '', { isEnded: true }))).toBeNull()
})

test('its message takes its place under the same key', () => {
  const written = heard(frame(0, 'Yes'))
  const message = written && asMessage(written, 'cnv_1', 7)
  expect(message).toMatchObject({ clientId: 'a-1', seq: 7, text: 'Yes', author: { kind: 'responder' } })
  expect(message && isSaid([message], 'a-1')).toBe(true)
})

test('only a responder’s message with passages says how it came about', () => {
  const detail = { responder: 'documents', passages: [], confidence: 0.4, searchMs: 3, answerMs: 1 }
  expect(answerDetailOf({ author: { kind: 'responder' }, detail })).toEqual(detail)
  expect(answerDetailOf({ author: { kind: 'member' }, detail })).toBeUndefined()
  expect(answerDetailOf({ author: { kind: 'responder' }, detail: { passages: 'none' } })).toBeUndefined()
  expect(answerDetailOf({ author: { kind: 'responder' } })).toBeUndefined()
})

test('confidence and time are read at a glance', () => {
  expect(confidenceText(0.816)).toBe('82%')
  expect(confidenceText(1.2)).toBe('100%')
  expect(tookText(4.3)).toBe('4 ms')
  expect(tookText(1_420)).toBe('1.4 s')
})
