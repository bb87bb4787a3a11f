import type { AnswerSource, FoundPassage } from '@foyer/protocol'
import type { Match } from '../../knowledge/index.ts'

/** What was said before the question. */
export type Turn = { by: 'visitor' | 'us'; text: string }

/** All that a responder is given. It has no tools, and no way to the store. */
export type Question = {
  /** Of the answer to come. */
  answerId: string
  conversationId: string
  agentId: string
  visitorId: string | null
  source: string
  text: string
  before: Turn[]
  passages: Match[]
  /** 0 to 1: how well the best passage fits. */
  confidence: number
  /** Nothing was asked: a greeting, a word of thanks. */
  isSmallTalk: boolean
  /** Two letters, as far as the visitor's words or browser say. */
  language: string | undefined
}

export type Answer = {
  text: string
  confidence: number
  /** It says itself that it cannot answer. */
  isUnsure: boolean
  /** What it was made from. */
  passages: FoundPassage[]
  sources: AnswerSource[]
  promptTokens?: number
  completionTokens?: number
}

export type Telling = {
  /** Ends when the answer is not wanted any more. */
  signal: AbortSignal
  /** The answer so far, as it grows. */
  write(text: string): void
}

/** Throws a `ResponderError` or an `UnreachableError` when there is no answer. */
export type Responder = (question: Question, telling: Telling) => Promise<Answer>

/** Why there is no answer, as a sentence for the team. */
export class ResponderError extends Error {
  override readonly name = 'ResponderError'
  /** The other end refused, or sent what is no answer, or broke off; or what is needed to ask it is not set. */
  readonly reason: 'refused' | 'garbled' | 'broke_off' | 'not_set'

  constructor(reason: ResponderError['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

/** The pages that passages come from, each once. */
export function sourcesOf(passages: readonly FoundPassage[]): AnswerSource[] {
  const sources = new Map<string, AnswerSource>()
  for (const { documentId, title, url } of passages)
    if (!sources.has(documentId)) sources.set(documentId, { title, ...(url === undefined ? {} : { url }) })
  return [...sources.values()]
}

/** As it goes into `detail`: what the team needs to see, and no more of a passage than it shows. */
export const shownPassages = (passages: readonly Match[]): FoundPassage[] =>
  passages.map(({ isCrawled: _, ...passage }) => passage)
