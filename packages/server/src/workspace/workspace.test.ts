import { expect, test } from 'vitest'
import { knownTimezone } from './workspace.ts'

test('a time zone is kept by the name it was given, in the spelling that every store knows', () => {
  const cases = [
    ['europe/lisbon', 'Europe/Lisbon'],
    ['UTC', 'UTC'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['asia/kolkata', 'Asia/Calcutta'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['america/port-au-prince', 'America/Port-au-Prince']
  ] as const
  for (const [typed, kept] of cases) expect(knownTimezone(typed)).toBe(kept)
})

test('a time zone that is none, or only an offset, is refused with its field', () => {
  for (const wrong of [
    '',
    'Mars/Olympus',
    '+01:00',
    '-0300',
    'Europe/Lisbon; DROP TABLE',
    'Europe/Lisbon\0',
    'x'.repeat(64)
  ])
    expect(() => knownTimezone(wrong)).toThrow(expect.objectContaining({ code: 'invalid', field: 'timezone' }))
})
