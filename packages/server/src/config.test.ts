import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCommand } from './config.ts'
import { helpText, printedConfig, settingsTable } from './config-text.ts'
import { settings } from './settings.ts'

const configOf = (environment: Record<string, string>, ...args: string[]) => readCommand(environment, args).config
const problemsOf = (environment: Record<string, string>, ...args: string[]) => {
  try {
    readCommand(environment, args)
  } catch (error) {
    return String((error as Error).message).split('\n')
  }
  return []
}

describe('the settings', () => {
  test('have defaults that need nothing from anyone', () => {
    expect(configOf({ PATH: '/bin' })).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:4000',
      dataFolder: join(process.cwd(), 'data'),
      postgresUrl: undefined,
      clickhouseUrl: undefined,
      secret: undefined,
      trustedProxies: [],
      allowPrivateDestinations: false,
      adminEmail: undefined,
      adminPassword: undefined,
      adminKey: undefined,
      logLevel: 'warn',
      demo: false
    })
  })

  test('every one can be set', () => {
    const config = configOf({
      FOYER_PORT: '8080',
      FOYER_HOST: '0.0.0.0',
      FOYER_PUBLIC_URL: 'https://Foyer.example.com/',
      FOYER_DATA: '/var/lib/foyer',
      FOYER_POSTGRES_URL: 'postgres://me:pw@db/foyer',
      FOYER_CLICKHOUSE_URL: 'http://me:pw@events:8123/foyer',
      FOYER_SECRET: 's'.repeat(32),
      FOYER_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true',
      FOYER_ADMIN_EMAIL: 'ada@example.com',
      FOYER_ADMIN_PASSWORD: 'difference engine',
      FOYER_ADMIN_KEY: 'fk_0123456789abcdefgh',
      FOYER_GEOIP: join(import.meta.dirname, 'config.ts'),
      FOYER_LOG_LEVEL: 'debug'
    })
    expect(config).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      publicUrl: 'https://foyer.example.com',
      dataFolder: '/var/lib/foyer',
      postgresUrl: 'postgres://me:pw@db/foyer',
      clickhouseUrl: 'http://me:pw@events:8123/foyer',
      secret: 's'.repeat(32),
      allowPrivateDestinations: true,
      adminEmail: 'ada@example.com',
      adminPassword: 'difference engine',
      adminKey: 'fk_0123456789abcdefgh',
      logLevel: 'debug'
    })
    expect(config.trustedProxies).toHaveLength(2)
  })

  test('an empty value counts as none, as a compose file passes it on', () => {
    expect(configOf({ FOYER_POSTGRES_URL: '', FOYER_PORT: '' })).toMatchObject({ postgresUrl: undefined, port: 4000 })
  })

  test('flags stand above the environment', () => {
    const config = configOf(
      { FOYER_PORT: '1', FOYER_DATA: '/a' },
      '--port',
      '5000',
      '--data=/b',
      '--host',
      '::1',
      '--demo'
    )
    expect(config).toMatchObject({ port: 5000, dataFolder: '/b', host: '::1', demo: true })
  })

  test.each([
    ['127.0.0.1', 'http://localhost:4000'],
    ['0.0.0.0', 'http://localhost:4000'],
    ['foyer.lan', 'http://foyer.lan:4000'],
    ['fd00::1', 'http://[fd00::1]:4000']
  ])('listening on %s it is reached at %s unless said otherwise', (host, url) => {
    expect(configOf({ FOYER_HOST: host }).publicUrl).toBe(url)
  })
})

describe('a mistake in the settings', () => {
  test('is told together with all the others', () => {
    const problems = problemsOf({ FOYER_PORT: 'http', FOYER_PROT: '1', FOYER_SECRET: 'hunter2' }, '--verbose', 'now')
    expect(problems).toEqual([
      '--verbose is not understood; `npm start -- --help` lists what is.',
      '"now" is not understood; `npm start -- --help` lists what is.',
      'FOYER_PROT is not a setting of Foyer; did you mean FOYER_PORT?',
      'FOYER_PORT must be a whole number from 0 to 65535 (it is "http").',
      'FOYER_SECRET must have 32 characters or more; `openssl rand -hex 32` makes a good one.'
    ])
  })

  test.each([
    ['FOYER_PORT', '65536', /whole number/],
    ['FOYER_PORT', '-1', /whole number/],
    ['FOYER_HOST', 'http://x', /address or host name/],
    ['FOYER_PUBLIC_URL', 'foyer.example.com', /must be http/],
    ['FOYER_PUBLIC_URL', 'https://foyer.example.com/behind', /nothing behind it/],
    ['FOYER_POSTGRES_URL', 'mysql://x/y', /must look like postgres/],
    ['FOYER_POSTGRES_URL', 'postgres://host', /must look like postgres/],
    ['FOYER_CLICKHOUSE_URL', 'clickhouse:9000', /must look like http/],
    ['FOYER_TRUSTED_PROXIES', 'everyone', /"everyone" is neither an IP address/],
    ['FOYER_ALLOW_PRIVATE_DESTINATIONS', 'yes', /true or false/],
    ['FOYER_GEOIP', '/nowhere.mmdb', /a file that exists/],
    ['FOYER_LOG_LEVEL', 'loud', /one of fatal, error/]
  ])('%s=%s says how it must be', (name, value, message) => {
    const problems = problemsOf({ [name]: value })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(message)
    expect(problems[0]?.startsWith(name)).toBe(true)
  })

  test('PR11 never repeats a secret', () => {
    const environment = {
      FOYER_SECRET: 'canary',
      FOYER_POSTGRES_URL: 'canary://canary',
      FOYER_CLICKHOUSE_URL: 'canary',
      FOYER_ADMIN_KEY: 'canary',
      FOYER_ADMIN_EMAIL: 'a@b',
      FOYER_ADMIN_PASSWORD: 'canary'
    }
    const problems = problemsOf(environment)
    expect(problems).toHaveLength(5)
    expect(problems.join()).not.toContain('canary')
  })

  test('an e-mail address without a password is half an owner', () => {
    expect(problemsOf({ FOYER_ADMIN_EMAIL: 'a@b.c' })).toEqual([
      'FOYER_ADMIN_EMAIL and FOYER_ADMIN_PASSWORD belong together: set both or neither.'
    ])
  })

  test('a mail server needs an address that mail comes from, and both must make sense', () => {
    const url = 'smtp://foyer:p%40ss@mail.example:587'
    expect(problemsOf({ FOYER_SMTP_URL: url })).toEqual([
      'FOYER_SMTP_URL needs FOYER_MAIL_FROM beside it: the address that mail comes from.'
    ])
    const { smtpServer } = configOf({ FOYER_SMTP_URL: url, FOYER_MAIL_FROM: 'Foyer <foyer@mail.example>' })
    expect(smtpServer).toEqual({
      host: 'mail.example',
      port: 587,
      isSecure: false,
      credentials: { user: 'foyer', pass: 'p@ss' }
    })
    expect(configOf({ FOYER_SMTP_URL: 'smtps://[::1]', FOYER_MAIL_FROM: 'a@b' }).smtpServer).toMatchObject({
      host: '::1',
      port: 465,
      isSecure: true,
      credentials: null
    })
    for (const wrong of ['http://mail.example', 'smtp://', 'smtp://user@mail.example', 'smtp://mail.example/?tls=no']) {
      const [problem = ''] = problemsOf({ FOYER_SMTP_URL: wrong, FOYER_MAIL_FROM: 'a@b' })
      expect(problem).toContain('FOYER_SMTP_URL must look like')
    }
    expect(problemsOf({ FOYER_MAIL_FROM: 'foyer' })[0]).toContain('must be an e-mail address')
  })

  test('a flag without its value, or with one it does not take, says so', () => {
    expect(problemsOf({}, '--port')[0]).toMatch(/^--port needs a value/)
    expect(problemsOf({}, '--demo=yes')[0]).toMatch(/^--demo takes no value/)
  })

  test('a variable of the tests is no mistake', () => {
    expect(problemsOf({ FOYER_CHROMIUM: '/usr/bin/chromium' })).toEqual([])
  })

  test('asking for help is never refused', () => {
    expect(readCommand({ FOYER_PORT: 'x' }, ['--help']).run).toBe('help')
  })
})

describe('what is written about the settings', () => {
  test('the printed configuration names every setting and gives no secret away', () => {
    const printed = printedConfig(
      configOf({
        FOYER_POSTGRES_URL: 'postgres://me:canary@db/foyer',
        FOYER_SECRET: 'canary'.repeat(9),
        FOYER_ADMIN_EMAIL: 'a@b.c',
        FOYER_ADMIN_PASSWORD: 'canary canary',
        FOYER_TRUSTED_PROXIES: '10.0.0.0/8'
      })
    )
    expect(printed).not.toContain('canary')
    expect(printed).toContain('FOYER_POSTGRES_URL=(set)')
    expect(printed).toContain('FOYER_TRUSTED_PROXIES=10.0.0.0/8')
    expect(printed.split('\n').map(line => line.split('=')[0])).toEqual(Object.values(settings).map(({ name }) => name))
  })

  test('the help names every setting', () => {
    for (const { name } of Object.values(settings)) expect(helpText()).toContain(name)
  })

  test('docs/configuration.md holds the table as the code makes it', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8')
    const table = /<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(page)?.[1]?.trim()
    expect(table, 'put the received table into the page').toBe(settingsTable())
  })
})
