import { existsSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { parseTrustedProxies } from './http/index.ts'
import { fromOf, type SmtpServer } from './mail/index.ts'

/** One variable of the environment: what it means, and how its text is read. `parse` throws how the value must be. */
export type Setting<T> = {
  name: string
  default?: string
  meaning: string
  isSecret: boolean
  parse(text: string): T
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const withDefault = <T>(name: string, standard: string, meaning: string, parse: (text: string) => T): Setting<T> => ({
  name,
  default: standard,
  meaning,
  isSecret: false,
  parse
})
const optional = <T>(name: string, meaning: string, parse: (text: string) => T): Setting<T | undefined> => ({
  name,
  meaning,
  isSecret: false,
  parse
})
const secret = <T>(name: string, meaning: string, parse: (text: string) => T): Setting<T | undefined> => ({
  ...optional(name, meaning, parse),
  isSecret: true
})

export const settings = {
  port: withDefault('FOYER_PORT', '4000', 'Port the server listens on; `0` lets the system choose.', parsePort),
  host: withDefault(
    'FOYER_HOST',
    '127.0.0.1',
    'Address the server listens on. `0.0.0.0` or `::` takes connections from everywhere; put a proxy with HTTPS before it.',
    parseHost
  ),
  publicUrl: optional(
    'FOYER_PUBLIC_URL',
    'Where people and pages reach this server, such as `https://foyer.example.com`. Without it, the address it listens on. With `https` cookies are only sent encrypted.',
    parseOrigin
  ),
  dataFolder: withDefault(
    'FOYER_DATA',
    './data',
    'Folder for everything that is kept: the embedded stores and the secret. One process at a time.',
    parseFolder
  ),
  postgresUrl: secret(
    'FOYER_POSTGRES_URL',
    'A PostgreSQL of your own, 15 or newer: `postgres://user:password@host:5432/database`. Without it, one is embedded.',
    parsePostgresUrl
  ),
  clickhouseUrl: secret(
    'FOYER_CLICKHOUSE_URL',
    'A ClickHouse of your own: `http://user:password@host:8123/database`. Without it, one is embedded.',
    parseClickhouseUrl
  ),
  secret: secret(
    'FOYER_SECRET',
    'Signs visitor tokens and seals stored secrets: 32 characters or more, the same on every process of one installation. Without it, one is made and kept in the data folder.',
    parseSecret
  ),
  trustedProxies: withDefault(
    'FOYER_TRUSTED_PROXIES',
    '',
    'Addresses or ranges of proxies whose `X-Forwarded-For` is believed, separated by commas: `10.0.0.0/8, 192.0.2.7`. None by default.',
    text => parseTrustedProxies(text)
  ),
  allowPrivateDestinations: withDefault(
    'FOYER_ALLOW_PRIVATE_DESTINATIONS',
    'false',
    'Lets events be forwarded, models and webhooks asked and sites read over plain `http` and at private addresses. For tests, and for a model on your own machine: it lets a member reach what only this machine can.',
    parseSwitch
  ),
  adminEmail: optional(
    'FOYER_ADMIN_EMAIL',
    'With the password: makes the owner on an empty database, so that nobody has to open the set-up page.',
    parseEmail
  ),
  adminPassword: secret('FOYER_ADMIN_PASSWORD', "The owner's first password, 10 to 200 characters.", parsePassword),
  adminKey: secret(
    'FOYER_ADMIN_KEY',
    'An API key with every scope, made on an empty database: `fk_` and at least 17 more characters.',
    parseKey
  ),
  smtpServer: secret(
    'FOYER_SMTP_URL',
    'The mail server that notices go through: `smtp://user:password@host:587` (STARTTLS where offered, demanded with a password) or `smtps://…:465`. Without it, mail is written to `mailbox.mbox` in the data folder and nobody gets it.',
    parseSmtpUrl
  ),
  mailFrom: optional(
    'FOYER_MAIL_FROM',
    'With the mail server: whom mail comes from, `foyer@example.com` or `Foyer <foyer@example.com>`.',
    parseMailFrom
  ),
  geoipFile: optional(
    'FOYER_GEOIP',
    'Another city database than the bundled one, in the MaxMind format (`.mmdb`).',
    parseFile
  ),
  requestLogDays: withDefault(
    'FOYER_REQUEST_LOG_DAYS',
    '30',
    'For how many days the request log is kept, up to 90; `0` keeps none.',
    wholeNumber(0, 90)
  ),
  requestLogRows: withDefault(
    'FOYER_REQUEST_LOG_ROWS',
    '1000000',
    'How many requests of one workspace are rows of their own in a day; what comes above that is summed up.',
    wholeNumber(0, 100_000_000)
  ),
  logLevel: withDefault('FOYER_LOG_LEVEL', 'warn', `How much is logged: ${logLevels.join(', ')}.`, parseLogLevel)
} satisfies Record<string, Setting<unknown>>

/** Set for the tests, not for the server: it is no mistake when they are in its environment. */
export const namesOfTests: Record<string, string> = {
  FOYER_CHROMIUM: 'The browser that the tests drive, where it is not one that the system has in its path.'
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return text => {
    const number = Number(text)
    if (!/^\d{1,9}$/.test(text) || number < least || number > most)
      throw new Error(`must be a whole number from ${least} to ${most}`)
    return number
  }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new Error('must be a whole number from 0 to 65535')
  return port
}

function parseHost(text: string): string {
  if (!/^[A-Za-z0-9.:_-]+$/.test(text))
    throw new Error('must be an address or host name to listen on, such as 127.0.0.1 or 0.0.0.0')
  return text
}

function parseOrigin(text: string): string {
  const url = URL.parse(text)
  const isOrigin = url && /^https?:$/.test(url.protocol) && text.replace(/\/$/, '').toLowerCase() === url.origin
  if (!isOrigin) throw new Error('must be http:// or https:// and a host, with nothing behind it')
  return url.origin
}

function parseFolder(text: string): string {
  return resolve(text)
}

function parsePostgresUrl(text: string): string {
  const url = URL.parse(text)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length < 2)
    throw new Error('must look like postgres://user:password@host:5432/database')
  return text
}

function parseClickhouseUrl(text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw new Error('must look like http://user:password@host:8123/database')
  return text
}

function parseSmtpUrl(text: string): SmtpServer {
  const url = URL.parse(text)
  const isSecure = url?.protocol === 'smtps:'
  const isPlain =
    url && (isSecure || url.protocol === 'smtp:') && /^\/?$/.test(url.pathname) && !url.search && !url.hash
  const hasHalf = (url?.username === '') !== (url?.password === '')
  if (!isPlain || url.hostname === '' || hasHalf)
    throw new Error('must look like smtp://user:password@host:587 or smtps://user:password@host:465')
  const credentials =
    url.username === '' ? null : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  const port = url.port === '' ? (isSecure ? 465 : 587) : Number(url.port)
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port, isSecure, credentials }
}

function parseMailFrom(text: string): string {
  if (!fromOf(text))
    throw new Error('must be an e-mail address, such as foyer@example.com or Foyer <foyer@example.com>')
  return text
}

function parseSecret(text: string): string {
  if (text.length < 32) throw new Error('must have 32 characters or more; `openssl rand -hex 32` makes a good one')
  return text
}

function parseSwitch(text: string): boolean {
  if (text !== 'true' && text !== 'false' && text !== '1' && text !== '0') throw new Error('must be true or false')
  return text === 'true' || text === '1'
}

function parseEmail(text: string): string {
  if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw new Error('must be an e-mail address')
  return text
}

function parsePassword(text: string): string {
  if (text.length < 10 || text.length > 200) throw new Error('must have 10 to 200 characters')
  return text
}

function parseKey(text: string): string {
  if (!/^fk_[!-~]{17,}$/.test(text))
    throw new Error('must start with fk_ and have at least 20 characters, without spaces')
  return text
}

function parseFile(text: string): string {
  const path = isAbsolute(text) ? text : resolve(text)
  if (!existsSync(path)) throw new Error('must name a file that exists')
  return path
}

function parseLogLevel(text: string): LogLevel {
  const level = logLevels.find(known => known === text)
  if (!level) throw new Error(`must be one of ${logLevels.join(', ')}`)
  return level
}
