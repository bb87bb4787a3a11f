import MailComposer from 'nodemailer/lib/mail-composer'
import type { From } from './from.ts'
import { htmlOf, type Letter, line, nameLine, textOf } from './letter.ts'

export type Composed = { from: string; to: string; bytes: Buffer }

/** The bytes that go over the wire. The same row always makes the same Message-ID, so a second copy is known for one. */
export async function compose(id: string, letter: Letter, from: From, at: Date): Promise<Composed> {
  const host = from.address.slice(from.address.lastIndexOf('@') + 1)
  const message = new MailComposer({
    // Addresses as objects: a comma or a bracket in a name makes no second recipient.
    from: { address: from.address, name: nameLine(letter.fromName || from.name || '') },
    to: { address: letter.to.address, name: nameLine(letter.to.name ?? '') },
    subject: line(letter.subject),
    text: textOf(letter),
    html: htmlOf(letter),
    messageId: `<${id}@${host}>`,
    date: at,
    ...(letter.thread ? { references: `<${letter.thread}@${host}>`, inReplyTo: `<${letter.thread}@${host}>` } : {}),
    headers: {
      // RFC 3834: no answering machine answers this.
      'Auto-Submitted': 'auto-generated',
      ...(letter.leave && letter.oneClick
        ? { 'List-Unsubscribe': `<${letter.leave.url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
        : {})
    },
    // What is in a letter is text; nothing of it names a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true
  })
  return { from: from.address, to: letter.to.address, bytes: await message.compile().build() }
}
