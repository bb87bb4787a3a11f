import { open, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Composed } from './compose.ts'
import type { Verdict } from './smtp.ts'

const fileName = 'mailbox.mbox'
const olderName = 'mailbox.older.mbox'
/** Nobody looks after this file: past this size it becomes the older one of two. */
const mostBytes = 20 * 1024 * 1024

export const mailboxPath = (dataFolder: string) => join(dataFolder, fileName)

/** Where no mail server is set, mail is written down, in the form that mail programs open (mboxrd). */
export async function putInMailbox(path: string, mail: Composed, at: Date): Promise<Verdict> {
  try {
    const size = await stat(path).then(
      found => found.size,
      () => 0
    )
    if (size > mostBytes) await rename(path, path.replace(fileName, olderName))
    const file = await open(path, 'a', 0o600)
    try {
      await file.appendFile(entry(mail, at))
      await file.sync()
    } finally {
      await file.close()
    }
    return { outcome: 'sent' }
  } catch (fault) {
    return {
      outcome: 'failed',
      reason: `The mailbox file was not written: ${fault instanceof Error ? fault.message : fault}`
    }
  }
}

function entry({ from, bytes }: Composed, at: Date): string {
  const [, day, month, date, year, time] = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString()) ?? []
  const body = bytes
    .toString('utf8')
    .replaceAll('\r\n', '\n')
    .replace(/^(>*From )/gm, '>$1')
  return `From ${from} ${day} ${date ?? ''} ${month} ${time} ${year}\n${body}\n\n`
}

/** What was written down about these conversations goes; each mail says in its head which one it is about. Not while one is written. */
export async function takeOutOfMailbox(path: string, conversations: readonly string[]): Promise<void> {
  for (const file of [path, path.replace(fileName, olderName)]) {
    const text = await readFile(file, 'utf8').catch(() => '')
    const kept = text.split(/^(?=From )/m).filter(mail => !isAbout(mail, conversations))
    const left = kept.join('')
    if (left.length === text.length) continue
    await writeFile(`${file}.new`, left, { mode: 0o600, flush: true })
    await rename(`${file}.new`, file)
  }
}

function isAbout(mail: string, conversations: readonly string[]): boolean {
  const head = mail.slice(0, mail.indexOf('\n\n'))
  const about = /^References:\s*<([^@>]+)@/m.exec(head)?.[1]
  return about !== undefined && conversations.includes(about)
}
