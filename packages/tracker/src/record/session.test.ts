import { expect, test } from 'vitest'
import { createSessions } from './session.ts'
import { openStore } from './storage.ts'

const minutes = 60_000

function visits() {
  let now = 1_800_000_000_000
  let made = 0
  let who = 'browser-1'
  const store = openStore(() => {
    throw new Error('memory will do')
  })
  const open = () =>
    createSessions(
      store,
      'session',
      { localId: () => who },
      () => now,
      () => `ses_${++made}`
    )
  return { open, pass: (ms: number) => (now += ms), becomes: (next: string) => (who = next), store }
}

test('a visit goes on while less than 30 minutes pass between two events, and then another begins', () => {
  const { open, pass } = visits()
  const sessions = open()
  expect(sessions.touch().id).toBe('ses_1')
  for (let hour = 0; hour < 10; hour++) {
    pass(29 * minutes)
    expect(sessions.touch().id).toBe('ses_1')
  }
  pass(30 * minutes)
  expect(sessions.current()).toBeUndefined()
  expect(sessions.touch().id).toBe('ses_2')
})

test('the tabs of a browser are in one visit', () => {
  const { open, pass } = visits()
  const first = open()
  const second = open()
  expect(first.touch().id).toBe('ses_1')
  pass(20 * minutes)
  expect(second.touch().id).toBe('ses_1')
  pass(20 * minutes)
  expect(first.touch().id).toBe('ses_1')
})

test('another person at the same browser begins another visit', () => {
  const { open, becomes } = visits()
  const sessions = open()
  sessions.touch()
  sessions.change({ known: true })
  becomes('browser-2')
  expect(sessions.touch()).toMatchObject({ id: 'ses_2', who: 'browser-2' })
  expect(sessions.current()?.known).toBeUndefined()
})

test('a clock set back by a day ends the visit rather than freezing it', () => {
  const { open, pass } = visits()
  const sessions = open()
  sessions.touch()
  pass(-24 * 60 * minutes)
  expect(sessions.touch().id).toBe('ses_2')
})

test('its time is not written at every event', () => {
  const { open, pass, store } = visits()
  const sessions = open()
  sessions.touch()
  const written = store.text('session')
  pass(1000)
  sessions.touch()
  expect(store.text('session')).toBe(written)
  pass(5000)
  sessions.touch()
  expect(store.text('session')).not.toBe(written)
})
