import { expect, test } from 'vitest'
import type { KnownDestination } from '../directory/destination.ts'
import { webhook } from '../webhook/index.ts'
import { recordAttempt } from './record-attempt.ts'

const destination = { kind: webhook, settings: {} } as unknown as KnownDestination
const recorded = (url: string, ...addresses: string[]) =>
  recordAttempt(destination, {
    at: new Date('2026-11-26T12:00:00Z'),
    durationMs: 5,
    verdict: 'delivered',
    advice: `${addresses.join()} has it.`,
    request: {
      method: 'POST',
      url,
      headers: { 'x-forwarded-for': addresses.join() },
      body: JSON.stringify({ ip: addresses })
    },
    response: null,
    addresses,
    together: 1
  })

test('the address of a visitor is kept nowhere in what is told of a try', () => {
  const kept = recorded('https://hooks.example/in?from=203.0.113.7', '203.0.113.7')
  expect(JSON.stringify(kept)).not.toContain('203.0.113.7')
  expect(kept.request?.url).toBe('https://hooks.example/in?from=(address)')
})

test.each(['127.0.0.1', '[::1]'])('where it was sent stays, also on one machine with its visitor: %s', host => {
  const url = `http://${host}:4060/in`
  expect(recorded(url, host.replace(/[[\]]/g, '')).request?.url).toBe(url)
})
