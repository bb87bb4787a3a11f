import type { Logger } from 'pino'
import type { Sql } from 'postgres'
import { type Composed, compose } from './compose.ts'
import type { From } from './from.ts'
import { claimMails, endMail, putOff, type WaitingMail } from './outbox.ts'
import type { Verdict } from './smtp.ts'

const atOnce = 4
const lookEveryMs = 2_000
const firstRetryMs = 5_000
const longestRetryMs = 3_600_000
/** What could not be sent in a day tells nobody anything any more. */
const givenUpAfterMs = 86_400_000

export type MailOutcome = 'sent' | 'retried' | 'given up' | 'held back'

export type PostContext = {
  sql: Sql
  clock: () => Date
  /** Between 0 and 1. */
  chance: () => number
  log: Pick<Logger, 'warn'>
  from: From
  deliver(mail: Composed, at: Date): Promise<Verdict>
  counted(outcome: MailOutcome): void
}

/** Half of it is chance, so that what failed together does not come back together. */
export function retryDelayMs(tries: number, chance: () => number): number {
  const delay = Math.min(longestRetryMs, firstRetryMs * 2 ** (tries - 1))
  return delay / 2 + (delay / 2) * chance()
}

/** Carries what waits to the mail server, a few at a time, until nothing is due. */
export function createPost(context: PostContext) {
  let running: Promise<void> | null = null
  let isAsked = false
  let isClosed = false

  async function carry(mail: WaitingMail): Promise<void> {
    const { sql, clock, counted } = context
    const verdict = await tried(mail)
    const now = clock()
    if (verdict.outcome === 'sent') {
      await endMail(sql, mail.id, 'sent', null, now)
      return counted('sent')
    }
    const isTooOld = now.getTime() - mail.createdAt.getTime() > givenUpAfterMs
    if (verdict.outcome === 'failed' && !isTooOld) {
      await putOff(sql, mail.id, verdict.reason, new Date(now.getTime() + retryDelayMs(mail.tries, context.chance)))
      return counted('retried')
    }
    const reason = isTooOld ? `Tried ${mail.tries} times within a day. Last: ${verdict.reason}` : verdict.reason
    await endMail(sql, mail.id, 'given up', reason, now)
    counted('given up')
    context.log.warn({ mail: mail.id, kind: mail.kind, reason }, 'a mail was given up')
  }

  async function tried(mail: WaitingMail): Promise<Verdict> {
    try {
      const composed = await compose(mail.id, mail.letter, context.from, mail.createdAt)
      return await context.deliver(composed, context.clock())
    } catch (fault) {
      return { outcome: 'failed', reason: fault instanceof Error ? fault.message : String(fault) }
    }
  }

  async function run(): Promise<void> {
    try {
      while (isAsked && !isClosed) {
        isAsked = false
        const mails = await claimMails(context.sql, context.clock(), atOnce)
        await Promise.all(mails.map(carry))
        if (mails.length > 0) isAsked = true
      }
    } catch (fault) {
      context.log.warn({ err: fault }, 'mail waits for the records; trying again shortly')
    } finally {
      running = null
    }
  }

  function look(): void {
    isAsked = true
    running ??= run()
  }

  const timer = setInterval(look, lookEveryMs)
  // What a crash left behind.
  look()

  return {
    look,
    async settled() {
      await running
    },
    async close() {
      isClosed = true
      clearInterval(timer)
      while (running) await running
    }
  }
}
