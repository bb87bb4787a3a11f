import { expect, test } from 'vitest'
import { changedSettings, changeOf, changesText, wornLook } from './changes.ts'
import { colorVerdict, contrast, inkOn } from './contrast.ts'
import { hoursOf, usualHours, weekOf } from './hours.ts'

test('only what changed is sent, an emptied text takes the setting back, and blanks are no change', () => {
  const kept = { title: 'Lamps', greeting: 'Hello', sound: false }
  const drawn = { title: ' Lamps ', greeting: '  ', sound: true, color: '#2f6f3a' }
  expect(changeOf(kept, drawn)).toEqual({ color: '#2f6f3a', greeting: null, sound: true })
  expect(changesText(changedSettings(kept, drawn))).toBe('colour, greeting and sound')
  expect(changedSettings(kept, { ...kept, hint: '' })).toEqual([])
  expect(wornLook(drawn)).toEqual({ title: 'Lamps', sound: true, color: '#2f6f3a' })
})

test('hours are edited by the day and kept together, and nothing is lost on the way', () => {
  const hours = { timezone: 'Europe/Berlin', spans: [{ days: ['sat' as const], from: '10:00', to: '14:00' }] }
  const week = weekOf({ ...usualHours('Europe/Berlin'), spans: [...usualHours('x').spans, ...hours.spans] })
  expect(week.mon).toEqual([{ from: '09:00', to: '17:00' }])
  expect(week.sun).toEqual([])
  expect(hoursOf(week, 'Europe/Berlin')).toEqual({
    timezone: 'Europe/Berlin',
    spans: [
      { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' },
      { days: ['sat'], from: '10:00', to: '14:00' }
    ]
  })
  expect(hoursOf({ ...week, mon: [], tue: [], wed: [], thu: [], fri: [], sat: [] }, 'UTC')).toBeNull()
})

test('what is written on a colour can be read on any, and a launcher that is hard to make out is said', () => {
  for (const color of ['#2f6f3a', '#ffd000', '#0000ff', '#ffffff', '#000000', '#777777'])
    expect(contrast(color, inkOn(color)), color).toBeGreaterThanOrEqual(4.5)
  expect(colorVerdict('#2f6f3a').text).toContain('White is written on it')
  expect(colorVerdict('#ffe680')).toMatchObject({ isGood: false, text: expect.stringContaining('On light pages') })
  expect(colorVerdict('#101010').text).toContain('On dark pages')
})
