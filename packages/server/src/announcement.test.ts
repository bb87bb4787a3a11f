import { expect, test } from 'vitest'
import { announcement } from './announcement.ts'

const config = {
  publicUrl: 'http://localhost:4000',
  port: 4000,
  dataFolder: '/srv/foyer',
  postgresUrl: undefined,
  clickhouseUrl: undefined,
  smtpServer: undefined
}
const address = 'http://127.0.0.1:4000'

test('a newcomer is told the address, the demo shop, where the data lies and the set-up code', () => {
  const text = announcement({ config, address, setupCode: 'ABCD-EFGH-JKLM' })
  expect(text).toContain('http://localhost:4000\n')
  expect(text).toContain('http://localhost:4000/demo')
  expect(text).toContain('/srv/foyer')
  expect(text).toContain('ABCD-EFGH-JKLM')
})

test('once there is an account no code is spoken of', () => {
  expect(announcement({ config, address, setupCode: null })).not.toMatch(/code/i)
})

test('a port that the system chose is told', () => {
  expect(
    announcement({ config: { ...config, port: 0 }, address: 'http://127.0.0.1:51234', setupCode: null })
  ).toContain('http://127.0.0.1:51234/demo')
})

test('it is said where mail goes: through a server, or into a file that nobody gets', () => {
  expect(announcement({ config, address, setupCode: null })).toContain('written to /srv/foyer/mailbox.mbox')
  const smtpServer = {
    host: 'mail.example.com',
    port: 587,
    isSecure: false,
    credentials: { user: 'u', pass: 'hidden' }
  }
  const text = announcement({ config: { ...config, smtpServer }, address, setupCode: null })
  expect(text).toContain('through mail.example.com:587')
  expect(text).not.toContain('hidden')
})
