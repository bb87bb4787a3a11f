import { expect, test } from 'vitest'
import { createMachines } from './machine.ts'

const machines = createMachines()
const agents: [string, string, string, string, string][] = [
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome',
    'Windows',
    'desktop',
    ''
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge',
    'Windows',
    'desktop',
    ''
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
    'Safari',
    'macOS',
    'desktop',
    ''
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari',
    'iOS',
    'mobile',
    ''
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
    'Safari',
    'iOS',
    'tablet',
    ''
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Chrome',
    'Android',
    'mobile',
    ''
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux', 'desktop', ''],
  ['Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'Firefox', 'Android', 'mobile', ''],
  [
    'Mozilla/5.0 (Linux; Android 15; SM-S931B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
    'Samsung Internet',
    'Android',
    'mobile',
    ''
  ],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', '', '', '', 'Googlebot'],
  ['curl/8.5.0', '', '', '', 'curl'],
  ['', '', '', '', 'no user agent']
]

test.each(agents)('F4 %s', (userAgent, browser, os, device, bot) => {
  const machine = machines.of(userAgent)
  expect({ browser: machine.browser, os: machine.os, device: machine.device }).toEqual({ browser, os, device })
  if (bot === '') expect(machine.bot).toBe('')
  else expect(machine.bot.toLowerCase()).toContain(bot.slice(0, 4).toLowerCase())
})

test('a user agent made to make a parser sweat is read in a moment', () => {
  const evil = `Mozilla/5.0 ${'('.repeat(20_000)}${' Safari'.repeat(20_000)}`
  // Of the processor, and not of the clock: others work beside the tests.
  const before = process.threadCpuUsage()
  machines.of(evil)
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(200)
})

test('what is remembered of a user agent is no longer than what is read of it', () => {
  const long = `Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 ${'x'.repeat(1000)}`
  expect(machines.of(`${long} one`)).toBe(machines.of(`${long} another`))
})
