import { expect, test } from 'vitest'
import { noteServerDate, serverNow } from './clock.ts'

test('a member whose own clock is wrong sees the server’s time', () => {
  const own = Date.parse('2031-05-06T12:00:00Z')
  noteServerDate('Tue, 06 May 2031 12:05:00 GMT', own)
  expect(serverNow(own)).toBe(own + 300_500)
  noteServerDate('Tue, 06 May 2031 12:00:01 GMT', own)
  expect(serverNow(own)).toBe(own)
  noteServerDate(null, own)
  noteServerDate('yesterday-ish', own)
  expect(serverNow(own)).toBe(own)
})
