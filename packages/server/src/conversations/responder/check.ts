import type { ResponderChecked } from '@foyer/protocol'
import type { Static } from 'typebox'
import type { Actor } from '../../http/index.ts'
import { UnreachableError } from '../../outward/index.ts'
import type { ConversationsContext } from '../context.ts'
import { makeResponder } from './kinds.ts'
import { type Question, ResponderError } from './responder.ts'
import { agentIn, responderOf } from './settings.ts'

type Checked = Static<typeof ResponderChecked>
const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

/** Whether what is set answers, in a sentence. Nothing is said to anybody. */
export async function checkResponder(context: ConversationsContext, actor: Actor, agentId: string): Promise<Checked> {
  await agentIn(context.sql, actor.workspaceId, agentId)
  const settings = await responderOf(context.sql, agentId)
  const started = performance.now()
  const told = (ok: boolean, message: string): Checked => ({
    ok,
    message,
    tookMs: Math.round(performance.now() - started)
  })
  if (settings.kind === 'none') return told(false, 'Nobody is set to answer: visitors write to the team.')
  if (settings.kind === 'documents') {
    const { documents, passages } = await context.knowledge.stock(actor.workspaceId)
    if (passages === 0) return told(false, 'There is nothing to answer from yet. Add a document, or read a site.')
    return told(true, `Answers from ${plural(documents, 'document')} with ${plural(passages, 'passage')}.`)
  }
  try {
    const answer = await makeResponder(context)(settings, agentId)(greeting, {
      signal: new AbortController().signal,
      write: () => undefined
    })
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    const said = answer.text.trim().replace(/\s+/g, ' ').slice(0, 120)
    return told(true, said === '' ? `It answered in ${seconds} s.` : `It answered in ${seconds} s: “${said}”`)
  } catch (fault) {
    if (fault instanceof ResponderError || fault instanceof UnreachableError) return told(false, fault.message)
    throw fault
  }
}

/** Of nobody: an id that no conversation has. */
const greeting: Question = {
  answerId: `ans_${'0'.repeat(32)}`,
  conversationId: `cnv_${'0'.repeat(32)}`,
  agentId: `agt_${'0'.repeat(32)}`,
  visitorId: null,
  source: 'check',
  text: 'Hello',
  before: [],
  passages: [],
  confidence: 0,
  isSmallTalk: true,
  language: 'en'
}
