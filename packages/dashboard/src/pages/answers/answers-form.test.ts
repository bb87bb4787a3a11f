import type { ResponderSettings } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { changeOf, confidenceWords, faultsOf, formOf } from './answers-form.ts'

const kept: ResponderSettings = {
  kind: 'documents',
  name: 'Porch',
  openai: { baseUrl: '', model: '', hasKey: true, instructions: '', maxTokens: 500, timeoutSeconds: 30 },
  webhook: { url: '', hasSecret: false, timeoutSeconds: 10 },
  handOver: { confidenceBelow: 0.4, phrases: ['refund'] }
}
const form = formOf(kept)

test('what was not touched is not sent', () => {
  expect(changeOf(kept, form)).toBeUndefined()
  expect(changeOf(kept, { ...form, name: 'Lantern' })).toEqual({ name: 'Lantern' })
  expect(changeOf(kept, { ...form, confidenceBelow: 0.6 })).toEqual({ handOver: { confidenceBelow: 0.6 } })
})

test('a kept key stays unless another is typed or it is forgotten', () => {
  expect(changeOf(kept, { ...form, model: 'small' })).toEqual({ openai: { model: 'small' } })
  expect(changeOf(kept, { ...form, apiKey: ' sk-1 ' })).toEqual({ openai: { apiKey: 'sk-1' } })
  expect(changeOf(kept, { ...form, isKeyForgotten: true })).toEqual({ openai: { apiKey: null } })
})

test('what is emptied is taken away, and is not an empty text', () => {
  const full = {
    ...kept,
    fallback: 'A moment',
    openai: { ...kept.openai, tokensADay: 20_000 },
    handOver: { ...kept.handOver, afterAnswers: 5 }
  }
  expect(changeOf(full, { ...formOf(full), fallback: ' ', tokensADay: '', afterAnswers: '' })).toEqual({
    fallback: null,
    openai: { tokensADay: null },
    handOver: { afterAnswers: null }
  })
})

test('only what the chosen responder needs is asked for', () => {
  expect(faultsOf(form)).toEqual({})
  expect(Object.keys(faultsOf({ ...form, kind: 'openai' }))).toEqual(['baseUrl', 'model'])
  expect(Object.keys(faultsOf({ ...form, kind: 'webhook', webhookUrl: 'ftp://x' }))).toEqual(['webhookUrl'])
  expect(faultsOf({ ...form, kind: 'openai', baseUrl: 'http://127.0.0.1:9/v1', model: 'm' })).toEqual({})
  expect(
    Object.keys(faultsOf({ ...form, kind: 'openai', baseUrl: 'http://x', model: 'm', tokensADay: '999' }))
  ).toEqual(['tokensADay'])
  expect(Object.keys(faultsOf({ ...form, name: ' ', afterAnswers: '0.5' }))).toEqual(['name', 'afterAnswers'])
})

test('the slider says in words what it does', () => {
  const words = [0, 0.2, 0.4, 0.7, 0.95].map(confidenceWords)
  expect(new Set(words).size).toBe(5)
})
