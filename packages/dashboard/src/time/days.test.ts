import { expect, test } from 'vitest'
import { instantAt } from './days.ts'

test('a time of a day is the instant its clocks show, before and after they are changed', () => {
  const at = (day: string, clock: string, timezone: string) => new Date(instantAt(day, clock, timezone)).toISOString()
  expect(at('2026-11-26', '08:30', 'Europe/Berlin')).toBe('2026-11-26T07:30:00.000Z')
  expect(at('2026-07-01', '00:15', 'Europe/Berlin')).toBe('2026-06-30T22:15:00.000Z')
  expect(at('2026-03-29', '12:00', 'Europe/Berlin')).toBe('2026-03-29T10:00:00.000Z')
  expect(at('2026-10-25', '12:00', 'Europe/Berlin')).toBe('2026-10-25T11:00:00.000Z')
  expect(at('2026-11-26', '23:45', 'Pacific/Kiritimati')).toBe('2026-11-26T09:45:00.000Z')
  expect(at('2026-11-26', '00:00', 'America/Los_Angeles')).toBe('2026-11-26T08:00:00.000Z')
  expect(at('2026-11-26', '09:00', 'Asia/Kathmandu')).toBe('2026-11-26T03:15:00.000Z')
})
