import { describe, expect, test } from 'vitest'
import { compose } from './compose.ts'
import { fromOf } from './from.ts'
import { htmlOf, type Letter, line, textOf } from './letter.ts'
import { retryDelayMs } from './post.ts'
import { createRefusals } from './refusals.ts'
import { verdictOf } from './smtp.ts'

const letter: Letter = {
  to: { address: 'ana@example.com', name: 'Ana' },
  fromName: 'Lamps',
  subject: 'Amber Heron has waited 10 minutes',
  lead: 'Amber Heron wrote.',
  quotes: [{ by: 'Amber Heron', text: 'One\nTwo' }],
  action: { label: 'Open', url: 'https://foyer.example/inbox/cnv_1' },
  foot: ['Answers are not read.'],
  leave: { label: 'No more', url: 'https://foyer.example/mail/leave/x' },
  thread: 'a-conversation',
  direction: 'ltr',
  oneClick: true
}
const at = new Date('2026-11-26T05:00:00Z')
const bytesOf = async (more: Partial<Letter>) =>
  (
    await compose('an-id', { ...letter, ...more }, { address: 'foyer@mail.example', name: 'Foyer' }, at)
  ).bytes.toString()

describe('a letter', () => {
  test('is read as text and as HTML, and says the same in both', () => {
    expect(textOf(letter)).toBe(
      'Amber Heron wrote.\n\nAmber Heron:\n> One\n> Two\n\nOpen:\nhttps://foyer.example/inbox/cnv_1\n\n-- \nAnswers are not read.\nNo more: https://foyer.example/mail/leave/x'
    )
    expect(htmlOf(letter)).toContain('One\nTwo')
    expect(htmlOf({ ...letter, direction: 'rtl' })).toContain('<html dir="rtl">')
  })

  test('P15 nothing that somebody wrote becomes markup, a header or a second recipient', async () => {
    const evil = '</p><script>x</script>\r\nBcc: victim@example.com'
    const html = htmlOf({ ...letter, lead: evil, quotes: [{ by: evil, text: evil }], foot: [evil] })
    expect(html).not.toContain('<script')
    const raw = await bytesOf({
      subject: `Hi ${evil}`,
      fromName: `"Shop", <victim@example.com>${evil}`,
      to: { address: 'ana@example.com', name: `Ana, victim@example.com${evil}` }
    })
    const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
    expect(head.split('\r\n').map(one => one.split(':')[0])).not.toContain('Bcc')
    expect(head).toMatch(/^To: .*<ana@example\.com>$/m)
    expect(head).toMatch(/^From: .*<foyer@mail\.example>$/m)
  })

  test('the same row is the same Message-ID, and mails about one conversation hang together', async () => {
    const raw = await bytesOf({})
    expect(raw).toContain('Message-ID: <an-id@mail.example>')
    expect(raw).toContain('References: <a-conversation@mail.example>')
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  })

  test('a header is one line without what dresses text up, and not without end', () => {
    expect(line('a\r\nb\u202egpj.exe\u200b c')).toBe('a b gpj.exe c')
    expect(line('x'.repeat(500))).toHaveLength(150)
    expect(line('\u{1f600}'.repeat(200)).isWellFormed()).toBe(true)
  })
})

describe('whom mail comes from', () => {
  test('is an address, with a name or without', () => {
    expect(fromOf('foyer@example.com')).toEqual({ address: 'foyer@example.com', name: null })
    expect(fromOf('"Lamps & more" <foyer@example.com>')).toEqual({ address: 'foyer@example.com', name: 'Lamps & more' })
    for (const wrong of ['', 'foyer', 'a@b, c@d', 'A <a@b> <c@d>', 'a b@c']) expect(fromOf(wrong)).toBeUndefined()
  })
})

describe('what a mail server says', () => {
  const fault = (responseCode: number | undefined, command: string) =>
    Object.assign(new Error('no'), { command, ...(responseCode === undefined ? {} : { responseCode }) })

  test('is final only where it is about the address or the mail', () => {
    expect(verdictOf(fault(550, 'RCPT TO')).outcome).toBe('refused')
    expect(verdictOf(fault(554, 'DATA')).outcome).toBe('refused')
    expect(verdictOf(fault(451, 'DATA')).outcome).toBe('failed')
    // A wrong password or sender is put right by the operator, and the mail is not lost over it.
    expect(verdictOf(fault(535, 'AUTH PLAIN')).outcome).toBe('failed')
    expect(verdictOf(fault(550, 'MAIL FROM')).outcome).toBe('failed')
    expect(verdictOf(fault(undefined, 'CONN')).outcome).toBe('failed')
  })

  test('later means ever later, up to an hour, and never all at once', () => {
    expect(retryDelayMs(1, () => 0)).toBe(2_500)
    expect(retryDelayMs(1, () => 1)).toBe(5_000)
    expect(retryDelayMs(4, () => 1)).toBe(40_000)
    expect(retryDelayMs(60, () => 1)).toBe(3_600_000)
  })
})

describe('the link that refuses mail', () => {
  const refusals = createRefusals('a secret long enough to be one, for this test')
  const workspace = '0198c1d2-3b1e-7e3a-9f00-000000000001'

  test('names the workspace and the address to this server alone', () => {
    const token = refusals.tokenOf(workspace, 'Ana@Example.com')
    expect(refusals.read(token)?.workspaceId).toBe(workspace.replaceAll('-', ''))
    expect(refusals.tokenOf(workspace, ' ana@example.com')).toBe(token)
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('ana')
  })

  test('is not made by anybody else', () => {
    const token = refusals.tokenOf(workspace, 'ana@example.com')
    const other = createRefusals('another secret, of another installation of it')
    expect(other.read(token)).toBeNull()
    for (const wrong of ['', 'x', `${token}AA`, token.replace(/^./, 'Z'), '%00', 'a'.repeat(5_000)])
      expect(refusals.read(wrong)).toBeNull()
  })
})
