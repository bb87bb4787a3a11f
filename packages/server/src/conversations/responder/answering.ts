import { newUuid, toPublic } from '../../http/index.ts'
import { announce } from '../board.ts'
import type { ConversationsContext, CountedAnswer, Tx } from '../context.ts'
import { writeFact } from '../facts.ts'
import type { Notice } from '../notice.ts'
import { type ConversationRow, conversationColumns } from '../rows.ts'
import { type Saying, sayIn } from '../say.ts'
import { answer, type Outcome } from './answer.ts'
import { handOver } from './hand-over.ts'
import { type MakeResponder, makeResponder } from './kinds.ts'
import { type ResponderRow, responderOf } from './settings.ts'
import { tellAnswer } from './telling.ts'
import { threadOf } from './thread.ts'
import { countUsage } from './usage.ts'
import { wordsIn } from './words.ts'

/** Together, and of one workspace: a model that hangs takes the places of its own team and of no other. */
const mostAtOnce = 32
const mostOfWorkspace = 8
const lookEveryMs = 2_000
/** A process that died leaves its questions to the others after this; one that lives says so in time. */
const leaseSeconds = 10
const renewEveryMs = 3_000
const mostAttempts = 3

type Claimed = { conversation: string; workspaceId: string; answerId: string; askedAt: Date; attempts: number }
type Running = { claimed: Claimed; stop: AbortController; done: Promise<void> }
type Prepared = { conversation: ConversationRow; settings: ResponderRow }

/**
 * Answers what waits to be answered. Questions lie in the store; whichever process claims one first answers it, says so while it does,
 * and says the answer only if the question is still the one it claimed.
 */
export function createAnswering(context: ConversationsContext, make: MakeResponder = makeResponder(context)) {
  const running = new Map<string, Running>()
  const timers = new Set<NodeJS.Timeout>()
  let isClosed = false
  let looking: Promise<void> | null = null
  let isAsked = false

  const failed = (fault: unknown) =>
    context.log.warn({ err: fault }, 'a question waits for its answer; trying again shortly')

  function look(): void {
    isAsked = true
    if (isClosed) return
    looking ??= (async () => {
      try {
        while (isAsked && !isClosed) {
          isAsked = false
          for (const claimed of await claim()) start(claimed)
        }
      } catch (fault) {
        failed(fault)
      } finally {
        looking = null
      }
    })()
  }

  function lookAt(due: number): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        look()
      },
      Math.max(0, due - context.clock().getTime())
    )
    timers.add(timer)
  }

  async function claim(): Promise<Claimed[]> {
    const free = mostAtOnce - running.size
    if (free <= 0) return []
    const { sql } = context
    const now = context.clock()
    const of = Map.groupBy(running.values(), one => one.claimed.workspaceId)
    const full = [...of].filter(([, ones]) => ones.length >= mostOfWorkspace).map(([workspace]) => workspace)
    return sql<Claimed[]>`
      UPDATE questions q SET leased_until = ${until(now)}, attempts = q.attempts + 1
      WHERE q.conversation_id IN (
        SELECT conversation_id FROM questions WHERE (leased_until IS NULL OR leased_until < ${now}) AND conversation_id IN (
          SELECT conversation_id FROM (
            SELECT conversation_id, due_at, row_number() OVER (PARTITION BY workspace_id ORDER BY due_at) AS place FROM questions
            WHERE due_at <= ${now} AND (leased_until IS NULL OR leased_until < ${now}) AND workspace_id <> ALL(${full}::uuid[])) due
          WHERE place <= ${mostOfWorkspace} ORDER BY due_at LIMIT ${free})
        FOR UPDATE SKIP LOCKED)
      RETURNING q.conversation_id AS conversation, q.workspace_id AS "workspaceId", q.answer_id AS "answerId", q.asked_at AS "askedAt",
        q.attempts`
  }

  function start(claimed: Claimed): void {
    // The one before it is about to notice that more was asked.
    running.get(claimed.conversation)?.stop.abort()
    const stop = new AbortController()
    const renewing = setInterval(() => void renew(claimed, stop).catch(failed), renewEveryMs)
    const done = run(claimed, stop)
      .catch(fault => (stop.signal.aborted ? undefined : failed(fault)))
      .finally(() => {
        clearInterval(renewing)
        if (running.get(claimed.conversation)?.stop === stop) running.delete(claimed.conversation)
        look()
      })
    running.set(claimed.conversation, { claimed, stop, done })
  }

  async function renew({ conversation, answerId }: Claimed, stop: AbortController): Promise<void> {
    const mine = await context.sql`
      UPDATE questions SET leased_until = ${until(context.clock())} WHERE conversation_id = ${conversation} AND answer_id = ${answerId}`
    if (mine.count === 0) stop.abort()
  }

  async function run(claimed: Claimed, stop: AbortController): Promise<void> {
    const prepared = await prepare(claimed)
    if (!prepared) return
    const { conversation, settings } = prepared
    const thread = await threadOf(context.sql, conversation.id)
    if (!thread) return drop(claimed)
    const telling = tellAnswer(context, {
      conversation: conversation.id,
      workspace: conversation.workspaceId,
      answerId: claimed.answerId,
      name: settings.name
    })
    let isSaid = false
    try {
      const outcome =
        claimed.attempts > mostAttempts
          ? gaveUp(conversation, settings)
          : await answer(
              context,
              {
                conversation,
                settings,
                thread,
                answerId: claimed.answerId,
                responder: make(settings, conversation.agentId)
              },
              { signal: stop.signal, write: telling.write }
            )
      await telling.settled()
      isSaid = await finish(claimed, prepared, thread.seq, outcome)
      if (isSaid) context.counted(countedAs(outcome, context.clock().getTime() - claimed.askedAt.getTime()))
    } finally {
      if (!isSaid) await telling.end()
    }
  }

  async function prepare(claimed: Claimed): Promise<Prepared | null> {
    const { sql } = context
    const [conversation] = await sql<ConversationRow[]>`
      SELECT ${conversationColumns(sql)} FROM conversations c WHERE c.id = ${claimed.conversation}`
    const isOurs =
      conversation?.answeredBy === 'responder' && conversation.mergedInto === null && conversation.status !== 'resolved'
    if (!conversation || !isOurs) {
      await drop(claimed)
      return null
    }
    return { conversation, settings: await responderOf(sql, conversation.agentId) }
  }

  async function drop({ conversation, answerId }: Claimed): Promise<void> {
    await context.sql`DELETE FROM questions WHERE conversation_id = ${conversation} AND answer_id = ${answerId}`
  }

  /** Says it, unless it is no longer what was asked; false when it was not said. */
  async function finish(claimed: Claimed, { settings }: Prepared, seq: number, outcome: Outcome): Promise<boolean> {
    const result = (await context.sql.begin(async tx => {
      const [row] = await tx<ConversationRow[]>`
        SELECT ${conversationColumns(tx)} FROM conversations c WHERE c.id = ${claimed.conversation} FOR UPDATE OF c`
      const [question] = await tx<{ answerId: string }[]>`
        SELECT answer_id AS "answerId" FROM questions WHERE conversation_id = ${claimed.conversation}`
      if (!row || question?.answerId !== claimed.answerId || row.answeredBy !== 'responder') return null
      await sayIn(context, tx, row, sayingOf(claimed, settings, outcome))
      await close(tx, claimed, row, seq, outcome, settings)
      return row
    })) as ConversationRow | null
    if (!result) return false
    context.factsWritten()
    if (outcome.handOver !== null && result.assigneeId === null) context.unassigned(result.workspaceId, result.id)
    return true
  }

  async function close(
    tx: Tx,
    claimed: Claimed,
    row: ConversationRow,
    seq: number,
    outcome: Outcome,
    settings: ResponderRow
  ): Promise<void> {
    const at = context.clock()
    const { detail } = outcome
    const tokens = { promptTokens: detail.promptTokens, completionTokens: detail.completionTokens }
    // In the playground nobody is called: the team sees that somebody would have been, and tries the next question.
    const isTried = row.source === 'playground'
    if (outcome.handOver === null) {
      await countUsage(tx, row, at, { answers: 1, ...tokens })
      await writeFact(tx, row, at, 'answered', `answered ${row.lastSeq + 1}`, {
        responder: settings.kind,
        confidence: detail.confidence,
        passages: detail.passages.length,
        seconds: Math.max(0, at.getTime() - claimed.askedAt.getTime()) / 1000
      })
    } else if (tokens.promptTokens !== undefined) await countUsage(tx, row, at, tokens)
    if (outcome.handOver !== null && !isTried) {
      const after = { ...row, lastSeq: row.lastSeq + 1 }
      await handOver(context, tx, after, { reason: outcome.handOver, fault: outcome.fault })
      await announce(context, tx, row)
      return
    }
    const [more] = await tx`
      SELECT 1 FROM messages WHERE conversation_id = ${row.id} AND author = 'visitor' AND kind = 'message' AND seq > ${seq} LIMIT 1`
    // What was added too late for this answer is the next question.
    if (more)
      await tx`
        UPDATE questions SET answer_id = ${newUuid(context.random)}, asked_at = ${at}, due_at = ${at}, attempts = 0, leased_until = NULL
        WHERE conversation_id = ${row.id}`
    else await tx`DELETE FROM questions WHERE conversation_id = ${row.id}`
  }

  async function isWanted({ claimed, stop }: Running): Promise<void> {
    const [row] = await context.sql<{ answerId: string }[]>`
      SELECT answer_id AS "answerId" FROM questions WHERE conversation_id = ${claimed.conversation}`
    if (row?.answerId !== claimed.answerId) stop.abort()
  }

  /** Another process, or the next start, need not wait until the lease runs out. */
  async function release(answers: string[]): Promise<void> {
    const left = await context.sql<{ conversation: string }[]>`
      UPDATE questions SET leased_until = NULL, attempts = attempts - 1 WHERE answer_id = ANY(${answers}::uuid[])
      RETURNING conversation_id AS conversation`
    for (const { conversation } of left) await context.tell({ kind: 'asked', conversation, due: 0 })
  }

  const timer = setInterval(look, lookEveryMs)
  // What a stop or a crash left behind.
  look()
  return {
    hear(notice: Notice): void {
      if (notice.kind === 'asked') lookAt(notice.due)
      if (notice.kind !== 'asked' && notice.kind !== 'changed') return
      const one = running.get(notice.conversation)
      if (one) void isWanted(one).catch(failed)
    },
    async close() {
      isClosed = true
      clearInterval(timer)
      for (const one of timers) clearTimeout(one)
      await looking
      const left = [...running.values()]
      for (const { stop } of left) stop.abort()
      await Promise.allSettled(left.map(one => one.done))
      await release(left.map(one => one.claimed.answerId)).catch(failed)
    }
  }
}

const until = (now: Date) => new Date(now.getTime() + leaseSeconds * 1000)

const gaveUp = (conversation: ConversationRow, settings: ResponderRow): Outcome => ({
  text: wordsIn(conversation.locale ?? undefined).failed,
  handOver: 'failed',
  fault: 'It was tried several times, and the server stopped each time.',
  failure: 'given_up',
  sources: [],
  detail: { responder: settings.kind, passages: [], confidence: 0, searchMs: 0, answerMs: 0, handedOver: 'failed' }
})

const countedAs = ({ detail, handOver, failure }: Outcome, tookMs: number): CountedAnswer => ({
  responder: detail.responder,
  outcome: handOver ?? 'answered',
  ...(failure === undefined ? {} : { failure }),
  seconds: Math.max(0, tookMs) / 1000,
  promptTokens: detail.promptTokens ?? 0,
  completionTokens: detail.completionTokens ?? 0
})

const sayingOf = (claimed: Claimed, settings: ResponderRow, outcome: Outcome): Saying => ({
  kind: 'message',
  author: 'responder',
  authorId: null,
  authorName: settings.name,
  text: outcome.text.trim().slice(0, 8_000),
  clientId: toPublic('ans', claimed.answerId),
  attachments: [],
  mentions: [],
  detail: { ...outcome.detail, ...(outcome.fault ? { fault: outcome.fault } : {}), sources: outcome.sources }
})
