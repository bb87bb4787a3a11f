import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { storedId } from './event-id.ts'

const nowMs = Date.parse('2026-11-21T12:00:00Z')
const day = 86_400_000
const timeOf = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

describe('the id an event is stored under', () => {
  test('is the same on every try, however late the retry and whatever the clock correction makes of it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 100 }), fc.integer({ min: 0, max: 2 * day }), (id, laterMs) => {
        const first = storedId(id, nowMs, nowMs + 40)
        expect(storedId(id, nowMs, nowMs + 40 + (laterMs % 1000))).toBe(first)
        expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      })
    )
  })

  test('of a UUIDv7 is that UUIDv7', () => {
    const id = `${(nowMs - 5)
      .toString(16)
      .padStart(12, '0')
      .replace(/^(.{8})/, '$1-')}-7abc-8def-0123456789ab`
    expect(storedId(id.toUpperCase(), nowMs, nowMs)).toBe(id)
  })

  test('falls into the month of 1970 when the clock that made it was far off, so nobody can scatter months', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 * 365 * day }), sentMs => {
        const month = timeOf(storedId('a sender’s own id', sentMs, nowMs))
        expect(month === 0 || Math.abs(month - nowMs) <= 7 * day).toBe(true)
      })
    )
  })

  test('differs for different ids of the same moment', () => {
    expect(storedId('a', nowMs, nowMs)).not.toBe(storedId('b', nowMs, nowMs))
  })
})
