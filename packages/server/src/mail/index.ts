import type { MailState } from '@foyer/protocol'
import type { Logger } from 'pino'
import type { ISql, Sql } from 'postgres'
import { createRateLimit, newUuid, type Randomness } from '../http/index.ts'
import { fromOf } from './from.ts'
import { mailboxPath, putInMailbox, takeOutOfMailbox } from './mailbox.ts'
import { forgetMails, isEnough, type NewMail, putMail } from './outbox.ts'
import { createPost, type MailOutcome } from './post.ts'
import { createRefusals } from './refusals.ts'
import { mailRoutes } from './routes.ts'
import { type SmtpServer, sendBySmtp } from './smtp.ts'

export { fromOf } from './from.ts'
export { type Letter, nameLine } from './letter.ts'
export { mailboxPath } from './mailbox.ts'
export type { SmtpServer } from './smtp.ts'

const forgetEveryMs = 3_600_000

export type Mail = ReturnType<typeof createMail>

export type MailOptions = {
  sql: Sql
  clock: () => Date
  random: Randomness
  log: Pick<Logger, 'warn'>
  secret: string
  publicUrl: string
  dataFolder: string
  smtp: SmtpServer | undefined
  /** As it was set: whom mail comes from. */
  from: string | undefined
  counted(outcome: MailOutcome): void
}

/** Everything that goes out by mail: put down with what it tells, then sent, or written to a file where no server is set. */
export function createMail(options: MailOptions) {
  const { sql, clock, random, log, smtp } = options
  const from = fromOf(options.from ?? '') ?? { address: 'foyer@localhost', name: 'Foyer' }
  const path = mailboxPath(options.dataFolder)
  let writing: Promise<unknown> = Promise.resolve()
  /** One after another: a file that is written anew must not lose what is written to its end meanwhile. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = writing.then(work)
    writing = mine.catch(() => undefined)
    return mine
  }
  const refusals = createRefusals(options.secret)
  const post = createPost({
    sql,
    clock,
    chance: () => (random(1)[0] ?? 0) / 256,
    log,
    from,
    deliver: (mail, at) => (smtp ? sendBySmtp(smtp, mail) : inTurn(() => putInMailbox(path, mail, at))),
    counted: options.counted
  })
  const way: MailState['way'] = smtp ? { kind: 'smtp', server: `${smtp.host}:${smtp.port}` } : { kind: 'file', path }
  const forgetting = setInterval(
    () => void forgetMails(sql, clock()).catch(fault => log.warn({ err: fault }, 'old mail was not forgotten')),
    forgetEveryMs
  )

  return {
    /** Whether mail leaves this machine. */
    isSent: smtp !== undefined,
    /** In the transaction of what it tells. False when it was told before, or is too much for one address. */
    async put(tx: ISql, mail: Omit<NewMail, 'id'>): Promise<boolean> {
      const at = clock()
      if (await isEnough(tx, mail, at)) {
        options.counted('held back')
        return false
      }
      return putMail(tx, { ...mail, id: newUuid(random) }, at)
    },
    /** Of conversations that were erased: what was on its way has been sent or written down, and nothing of it stays in the mailbox file. */
    async forget(conversations: readonly string[]): Promise<void> {
      await post.settled()
      if (conversations.length > 0) await inTurn(() => takeOutOfMailbox(path, conversations))
    },
    /** There may be something to send now. */
    look: post.look,
    isRefused: refusals.isRefused,
    /** Where somebody says that they want no more mail of this workspace. */
    leaveUrl: (workspaceId: string, address: string, language: string): string =>
      `${options.publicUrl}/mail/leave/${refusals.tokenOf(workspaceId, address)}?lang=${language}`,
    routes: mailRoutes({
      sql,
      clock,
      refusals,
      limit: createRateLimit({ burst: 30, perSecond: 0.5, clock: () => clock().getTime() }),
      way,
      from: from.address
    }),
    async close() {
      clearInterval(forgetting)
      await post.close()
    }
  }
}
