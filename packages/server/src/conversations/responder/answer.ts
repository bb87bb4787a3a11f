import type { AnswerDetail, HandOverReason } from '@foyer/protocol'
import { toPublic } from '../../http/index.ts'
import { storableJson } from '../../identity/index.ts'
import { type Found, languageOf } from '../../knowledge/index.ts'
import { UnreachableError } from '../../outward/index.ts'
import type { ConversationsContext } from '../context.ts'
import type { ConversationRow } from '../rows.ts'
import { answersSince } from './hand-over.ts'
import { inert, type Links, linksOf } from './inert.ts'
import { wantsPerson } from './phrases.ts'
import { type Answer, type Responder, ResponderError, shownPassages, type Telling } from './responder.ts'
import type { ResponderRow } from './settings.ts'
import type { Thread } from './thread.ts'
import { tokensToday } from './usage.ts'
import { wordsIn } from './words.ts'

/** What becomes of a question: a text, why a person is called if one is, and what the team sees of how it was made. */
export type Outcome = {
  text: string
  handOver: HandOverReason | null
  fault?: string
  /** What went wrong, as one of a few words that can be counted. */
  failure?: string
  sources: Answer['sources']
  detail: AnswerDetail
}

type About = {
  conversation: ConversationRow
  settings: ResponderRow
  thread: Thread
  answerId: string
  responder: Responder
}

/** The whole way from a question to what is said, top to bottom; nothing is written here. */
export async function answer(context: ConversationsContext, about: About, telling: Telling): Promise<Outcome> {
  const { conversation, settings, thread } = about
  const locale = conversation.locale ?? undefined
  const detail: AnswerDetail = { responder: settings.kind, passages: [], confidence: 0, searchMs: 0, answerMs: 0 }
  const called = (reason: HandOverReason, text: string, more: Partial<Outcome> = {}): Outcome => ({
    text,
    handOver: reason,
    sources: [],
    ...more,
    detail: { ...detail, handedOver: reason }
  })
  const spoken = wordsIn(languageOf(thread.question, locale?.slice(0, 2)) ?? locale)
  if (wantsPerson(thread.question, settings.phrases)) return called('asked', spoken.asked)
  if (await isEnough(context, conversation.id, settings.afterAnswers)) return called('rule', spoken.rule)
  if (await isTooMuch(context, conversation, settings))
    return called('rule', spoken.rule, {
      fault: `This visitor was answered ${mostAnHour} times within an hour, which is as many as one may be.`
    })
  if (await isSpent(context, conversation, settings))
    return called('rule', spoken.rule, {
      fault: `The model has used the ${settings.tokensADay?.toLocaleString('en')} tokens it may use in a day; it answers again tomorrow.`
    })

  const started = performance.now()
  const found = await context.knowledge.search(conversation.workspaceId, thread.question, {
    ...(thread.earlier === undefined ? {} : { earlier: thread.earlier }),
    ...(locale === undefined ? {} : { locale })
  })
  const searched = performance.now()
  const words = wordsIn(found.language ?? locale)
  detail.searchMs = Math.round(searched - started)
  const links = await linksFor(context, about, found)
  const timed = () => {
    detail.answerMs = Math.round(performance.now() - searched)
  }
  try {
    const answered = storable(
      await about.responder(
        {
          answerId: toPublic('ans', about.answerId),
          conversationId: toPublic('cnv', conversation.id),
          agentId: toPublic('agt', conversation.agentId),
          visitorId: conversation.visitorId === null ? null : toPublic('vis', conversation.visitorId),
          source: conversation.source,
          text: thread.question,
          before: thread.before,
          passages: found.items,
          confidence: found.confidence,
          isSmallTalk: found.isSmallTalk && thread.question !== '',
          language: found.language
        },
        { signal: telling.signal, write: text => telling.write(inert(text, links)) }
      )
    )
    timed()
    Object.assign(detail, {
      confidence: answered.confidence,
      passages: answered.passages,
      ...(answered.promptTokens === undefined ? {} : { promptTokens: answered.promptTokens }),
      ...(answered.completionTokens === undefined ? {} : { completionTokens: answered.completionTokens })
    })
    if (answered.isUnsure || answered.confidence < settings.confidenceBelow || answered.text.trim() === '') {
      // What came near is shown to whoever takes over.
      if (detail.passages.length === 0) detail.passages = shownPassages(found.items)
      const own = answered.isUnsure ? inert(answered.text, links).trim() : ''
      return called('unsure', own || settings.fallback || words.unsure)
    }
    return { text: inert(answered.text, links), handOver: null, sources: answered.sources, detail }
  } catch (fault) {
    timed()
    if (telling.signal.aborted || !(fault instanceof ResponderError || fault instanceof UnreachableError)) throw fault
    return called('failed', words.failed, { fault: fault.message, failure: fault.reason })
  }
}

/** The store takes neither NUL nor half a letter, wherever in an answer they hide; one that is nothing else is none. */
const storable = (answered: Answer): Answer => JSON.parse(storableJson(JSON.stringify(answered))) as Answer

const isEnough = async ({ sql }: ConversationsContext, conversation: string, afterAnswers: number | null) =>
  afterAnswers !== null && (await answersSince(sql, conversation)) >= afterAnswers

/** Nobody talks so much; a script that does would run up the team's bill. What costs nothing has no limit. */
const mostAnHour = 60

async function isTooMuch({ sql, clock }: ConversationsContext, of: ConversationRow, { kind }: ResponderRow) {
  if (kind === 'documents' || of.visitorId === null) return false
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM conversations c JOIN messages m ON m.conversation_id = c.id
    WHERE c.visitor_id = ${of.visitorId} AND c.last_at > ${clock()}::timestamptz - interval '1 hour'
      AND m.author = 'responder' AND m.at > ${clock()}::timestamptz - interval '1 hour'`
  return (row?.count ?? 0) >= mostAnHour
}

/** Told by what was used: the few answers under way at that moment go beyond it. */
const isSpent = async ({ sql, clock }: ConversationsContext, of: ConversationRow, { kind, tokensADay }: ResponderRow) =>
  kind === 'openai' && tokensADay !== null && (await tokensToday(sql, of.agentId, clock())) >= tokensADay

/** What the team gave and made is trusted further than what a model wrote. */
async function linksFor(
  context: ConversationsContext,
  { conversation, settings }: About,
  found: Found
): Promise<Links> {
  if (settings.kind === 'webhook') return 'any'
  const agent = await context.agents(toPublic('agt', conversation.agentId))
  const passages = found.items.map(item => ({ ...item, isCrawled: item.isCrawled && settings.kind !== 'documents' }))
  return linksOf(passages, agent?.allowedOrigins ?? [], settings.instructions)
}
