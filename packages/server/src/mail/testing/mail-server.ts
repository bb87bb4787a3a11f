import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { expect } from 'vitest'

export type Received = { from: string; to: string[]; raw: string }
/** What a mail server may do with a mail: take it, put it off, refuse it, or read it and never say a word. */
export type Manner = 'take' | 'later' | 'never' | 'silence'

/** A real mail server on loopback. It behaves as `manner` says, by the address a mail is for. */
export async function openMailServer(options: { user?: string; pass?: string } = {}) {
  let mails: Received[] = []
  let tried: Received[] = []
  const manners = new Map<string, Manner>()
  let isDown = false
  const server = new SMTPServer({
    authOptional: options.user === undefined,
    allowInsecureAuth: true,
    disabledCommands: options.user === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      username === options.user && password === options.pass ? done(null, { user: username }) : done(new Error('no')),
    onConnect: (_session, done) => (isDown ? undefined : done()),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk as Buffer))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(one => one.address)
        const { mailFrom } = session.envelope
        const mail = { from: mailFrom ? mailFrom.address : '', to, raw: Buffer.concat(chunks).toString('utf8') }
        tried.push(mail)
        const manner = manners.get(to[0] ?? '') ?? 'take'
        if (manner === 'silence') return
        if (manner !== 'take')
          return done(Object.assign(new Error('not now'), { responseCode: manner === 'later' ? 451 : 554 }))
        mails.push(mail)
        done()
      })
    }
  })
  // A killed Foyer tears its connections.
  server.on('error', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const to = (address: string) => mails.filter(mail => mail.to.includes(address))
  return {
    url: `smtp://${options.user ? `${options.user}:${options.pass}@` : ''}127.0.0.1:${port}`,
    to,
    /** What came for an address up to now is out of the way. */
    forget(address: string) {
      mails = mails.filter(mail => !mail.to.includes(address))
      tried = tried.filter(mail => !mail.to.includes(address))
    },
    tries: (address: string) => tried.filter(mail => mail.to.includes(address)),
    treat: (address: string, manner: Manner) => void manners.set(address, manner),
    /** Takes connections and never greets. */
    fallSilent: (silent: boolean) => {
      isDown = silent
    },
    /** Resolves with the latest once `count` mails to the address have come. */
    async heard(address: string, count = 1, timeout = 30_000): Promise<Received> {
      await expect.poll(() => to(address).length, { timeout, message: `mail ${count} to ${address}` }).toBe(count)
      return to(address)[count - 1] as Received
    },
    close: () => new Promise<void>(resolve => server.close(resolve))
  }
}

/** A header, unfolded and decoded; undefined when there is none. */
export function header(mail: Received, name: string): string | undefined {
  const head = mail.raw.slice(0, mail.raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  const found = head.split('\r\n').find(one => one.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  return found && decodedWords(found.slice(name.length + 1).trim())
}

/** Every header there is, by name: what was slipped in would stand here. */
export const headerNames = (mail: Received): string[] =>
  mail.raw
    .slice(0, mail.raw.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map(one => one.slice(0, one.indexOf(':')).toLowerCase())

const decodedWords = (text: string) =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, kind: string, word: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : unquoted(word.replaceAll('_', ' '))
    )

const unquoted = (text: string) =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1'
  ).toString('utf8')

/** The text part or the HTML part, as a mail program shows it. */
export function body(mail: Received, kind: 'plain' | 'html'): string {
  const boundary = /boundary="([^"]+)"/.exec(mail.raw)?.[1] ?? ''
  const part = mail.raw.split(`--${boundary}`).find(one => one.includes(`Content-Type: text/${kind}`)) ?? ''
  const [head = '', ...rest] = part.split('\r\n\r\n')
  const content = rest.join('\r\n\r\n')
  if (/base64/i.test(head)) return Buffer.from(content, 'base64').toString('utf8')
  return (/quoted-printable/i.test(head) ? unquoted(content) : content).replaceAll('\r\n', '\n')
}
