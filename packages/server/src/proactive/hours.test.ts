import { expect, test } from 'vitest'
import { isWithinHours } from './hours.ts'

// A Thursday.
const at = (clock: string) => new Date(`2026-11-26T${clock}:00Z`)
const weekdays = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:30' }

test('B5 office hours are where the workspace is, and end when they say', () => {
  expect(isWithinHours(weekdays, 'UTC', at('09:00'))).toBe(true)
  expect(isWithinHours(weekdays, 'UTC', at('17:30'))).toBe(false)
  expect(isWithinHours(weekdays, 'Europe/Berlin', at('08:00'))).toBe(true)
  expect(isWithinHours(weekdays, 'Asia/Tokyo', at('09:00'))).toBe(false)
  expect(isWithinHours({ ...weekdays, days: [5] }, 'UTC', at('12:00'))).toBe(false)
  expect(isWithinHours({ ...weekdays, days: [5] }, 'Pacific/Auckland', at('22:00'))).toBe(true)
})

test('B5 hours that end before they begin go on past midnight, of the day they began on', () => {
  const night = { days: [4], from: '22:00', to: '02:00' }
  expect(isWithinHours(night, 'UTC', at('23:00'))).toBe(true)
  expect(isWithinHours(night, 'UTC', at('01:00'))).toBe(false)
  expect(isWithinHours({ ...night, days: [3] }, 'UTC', at('01:00'))).toBe(true)
  expect(isWithinHours({ ...night, days: [3] }, 'UTC', at('03:00'))).toBe(false)
  expect(isWithinHours({ ...night, days: [7] }, 'UTC', new Date('2026-11-23T01:00:00Z'))).toBe(true)
})
