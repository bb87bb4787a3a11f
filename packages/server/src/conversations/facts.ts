import { toPublic } from '../http/index.ts'
import type { ConversationsContext, Fact, Tx } from './context.ts'
import type { ConversationRow } from './rows.ts'

const batch = 500
const retryMs = 2_000

/** In the transaction of what happened. A playground conversation is nobody's history. */
export async function writeFact(
  tx: Tx,
  conversation: Pick<ConversationRow, 'id' | 'workspaceId' | 'agentId' | 'visitorId' | 'source'>,
  at: Date,
  name: string,
  key: string,
  properties: Record<string, unknown>
): Promise<void> {
  const { workspaceId, agentId, visitorId } = conversation
  if (visitorId === null) return
  const told = { conversationId: toPublic('cnv', conversation.id), source: conversation.source, ...properties }
  await keepFact(tx, { workspaceId, agentId, visitorId }, at, name, `${conversation.id} ${key}`, told)
}

/** One that belongs to no conversation yet, such as a message that was shown. */
export async function keepFact(
  tx: Tx,
  whose: { workspaceId: string; agentId: string; visitorId: string },
  at: Date,
  name: string,
  key: string,
  properties: Record<string, unknown>
): Promise<void> {
  await tx`
    INSERT INTO conversation_facts (key, workspace_id, agent_id, visitor_id, at, name, properties)
    VALUES (${key}, ${whose.workspaceId}, ${whose.agentId}, ${whose.visitorId}, ${at}, ${name}, ${tx.json(properties as never)})`
}

type Waiting = Fact & { id: number }

/**
 * Carries facts over to the event store. They were written with the change they tell of, so a crash loses none; a batch that was
 * stored but not yet crossed off is stored again under the same ids.
 */
export function createFactCarrier(context: Pick<ConversationsContext, 'sql' | 'log' | 'recordFacts'>) {
  let running: Promise<void> | null = null
  let isAsked = false
  let timer: NodeJS.Timeout | null = null
  let isClosed = false

  async function carryBatch(): Promise<boolean> {
    return (await context.sql.begin(async tx => {
      // Another process takes what this one has not locked.
      const facts = await tx<Waiting[]>`
        SELECT id, key, workspace_id AS "workspaceId", agent_id AS agent, visitor_id AS visitor, at, name, properties
        FROM conversation_facts ORDER BY id LIMIT ${batch} FOR UPDATE SKIP LOCKED`
      if (facts.length === 0) return false
      await context.recordFacts(facts)
      await tx`DELETE FROM conversation_facts WHERE id = ANY(${facts.map(fact => fact.id)}::bigint[])`
      return facts.length === batch
    })) as boolean
  }

  async function run(): Promise<void> {
    try {
      while (isAsked) {
        isAsked = false
        if (await carryBatch()) isAsked = true
      }
    } catch (fault) {
      context.log.warn({ err: fault }, 'conversation facts wait for the event store; trying again shortly')
      if (!isClosed) timer ??= setTimeout(carry, retryMs)
    } finally {
      running = null
    }
  }

  function carry(): void {
    timer = null
    isAsked = true
    running ??= run()
  }

  return {
    carry,
    async settled() {
      while (running) await running
    },
    async close() {
      isClosed = true
      if (timer) clearTimeout(timer)
      while (running) await running
    }
  }
}
