import type { AgentLook } from '@foyer/protocol'
import type { Logger } from 'pino'
import type { ISql, JSONValue, Sql, TransactionSql } from 'postgres'
import type { Machines } from '../facts/index.ts'
import type { Actor, Authenticate, Randomness, RateLimit } from '../http/index.ts'
import type { DoorAgent, VisitorTokens } from '../identity/index.ts'
import type { Knowledge } from '../knowledge/index.ts'
import type { Mail } from '../mail/index.ts'
import type { Reach } from '../outward/index.ts'
import type { WhereaboutsIn } from '../privacy/index.ts'
import type { EventStore } from '../stores/events/index.ts'
import type { UploadRoom } from './attachments/body.ts'
import type { Notice } from './notice.ts'
import type { JustSaid } from './rows.ts'

export type Audit = (
  by: Actor,
  action: string,
  target: string,
  detail: Record<string, JSONValue | undefined>,
  sql: ISql
) => Promise<void>

/** A message of the team's that was shown to a visitor before there was a conversation, and that they now answer. */
export type Opening = {
  text: string
  /** Whose name it carried; null is the agent's own. */
  authorId: string | null
  authorName: string
  /** Which rule showed it: for the team, and in the facts of the conversation. */
  detail: { proactive: { ruleId: string; rule: string } }
}
export type FindOpening = (
  tx: TransactionSql,
  asked: { workspaceId: string; own: string[]; id: string; at: Date }
) => Promise<Opening | null>

/** What became of a question, for the metrics: nothing of who asked, nor of what. */
export type CountedAnswer = {
  responder: string
  /** `answered`, or why a person was called. */
  outcome: string
  /** Why there was no answer. */
  failure?: string
  /** From the question to the answer. */
  seconds: number
  promptTokens: number
  completionTokens: number
}

/** One thing that happened in a conversation, as the event store is told of it. */
export type Fact = {
  key: string
  at: Date
  workspaceId: string
  agent: string
  visitor: string
  name: string
  properties: Record<string, unknown>
}

/** An agent, and how the team wants its widget. */
export type FindWidgetAgent = (agentId: string) => Promise<(DoorAgent & { look: AgentLook }) | null>

export type ConversationsContext = {
  sql: Sql
  events: EventStore
  clock: () => Date
  random: Randomness
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  agents: FindWidgetAgent
  tokens: VisitorTokens
  whereaboutsIn: WhereaboutsIn
  machines: Machines
  publicUrl: string
  /** Where earlier versions kept attachments. */
  folder: string
  audit: Audit
  mail: Pick<Mail, 'put' | 'look' | 'isRefused' | 'leaveUrl'>
  authenticate: Authenticate
  /** Stores them in the event store; the same key and time again is the same event. */
  recordFacts(facts: Fact[]): Promise<void>
  /** Somebody's record changed: whoever watches them looks again. */
  changed(workspaceId: string, people: string[]): void
  /** The shown message that is being answered, marked as such in the same transaction; null when there is none of theirs. */
  openingOf: FindOpening
  /** Whether an agent may have something to show by itself. */
  hasMessages(agent: string): Promise<boolean>
  /** Every process hears it, this one at once and with what was said; resolves when it was told to the others, who look that up. */
  tell(notice: Notice, said?: JustSaid): Promise<void>
  /** A message of this conversation is about to be written. */
  expect(conversation: string): void
  /** There are facts to carry over. */
  factsWritten(): void
  /** Seals what only this server may read again. */
  vault: { seal(text: string, owner: string): Buffer; open(sealed: Uint8Array, owner: string): string }
  knowledge: Pick<Knowledge, 'search' | 'stock'>
  reach: Reach
  /** Plain http, and addresses of the own network. */
  allowPrivateDestinations: boolean
  /** Conversations of this workspace have begun to wait for somebody. */
  waitingIn(workspaceId: string): void
  /** A visitor wrote in a conversation that is nobody's. */
  unassigned(workspaceId: string, conversation: string): void
  counted(answer: CountedAnswer): void
  limits: Limits
}

export type Limits = {
  /** Keys are visitors. */
  messages: RateLimit
  starts: RateLimit
  notices: RateLimit
  uploads: RateLimit
  uploadRoom: UploadRoom
  /** Keys are blocks of addresses. */
  perAddress: RateLimit
}

export type Tx = TransactionSql
export type { ISql, JSONValue }
