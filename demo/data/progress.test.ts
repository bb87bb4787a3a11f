import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'

function terminal(isTTY: boolean) {
  let text = ''
  return { isTTY, columns: 60, write: (more: string) => (text += more), text: () => text }
}

test('a terminal sees one line that fills, and at the end what was done', () => {
  const screen = terminal(true)
  let clock = 0
  const progress = createProgress({ terminal: screen, label: 'Demo data', total: 4, now: () => clock })
  for (let done = 1; done <= 4; done++) {
    clock += 100
    progress.at(done, 'a note that is far too long for the sixty columns of this terminal')
  }
  progress.end('All there.')
  const lines = screen.text().split('\r\u001b[2K').slice(1)
  expect(lines).toHaveLength(5)
  expect(lines[1]).toContain(' 50 %')
  expect(lines.every(line => line.trimEnd().length < 60)).toBe(true)
  expect(lines.at(-1)).toBe('  All there.\n')
})

test('a terminal is not redrawn more often than anyone can see', () => {
  const screen = terminal(true)
  const progress = createProgress({ terminal: screen, label: 'Demo data', total: 1000, now: () => 0 })
  for (let done = 1; done < 1000; done++) progress.at(done)
  expect(screen.text().split('\r').length - 1).toBe(1)
})

test('a log gets a line at each quarter', () => {
  const screen = terminal(false)
  const progress = createProgress({ terminal: screen, label: 'Demo data', total: 8, now: () => 0 })
  for (let done = 1; done <= 8; done++) progress.at(done)
  progress.end('All there.')
  expect(screen.text()).toBe('  Demo data: 25 %\n  Demo data: 50 %\n  Demo data: 75 %\n  All there.\n')
})
