import type { Sql } from 'postgres'
import type { ISql } from './context.ts'
import type { ConversationRow } from './rows.ts'

/** What one process tells all of them. Changes say only where to look; what nobody keeps (typing, half an answer) is told whole. */
export type Notice =
  | { kind: 'changed'; workspace: string; conversation: string; visitor: string | null }
  | {
      kind: 'typing'
      workspace: string
      conversation: string
      visitor: string | null
      by: { kind: 'visitor' | 'member' | 'key'; id: string; name: string | null }
      isTyping: boolean
      note: boolean
    }
  | { kind: 'presence'; workspace: string }
  /** A question waits for its answer; not before `due`. */
  | { kind: 'asked'; conversation: string; due: number }
  /** A part of an answer, as it is written. */
  | {
      kind: 'answering'
      workspace: string
      conversation: string
      answerId: string
      name: string
      from: number
      text: string
      isEnded: boolean
    }
  | { kind: 'blocked'; workspace: string; visitors: string[] }

const channel = 'foyer_conversations'

/** Part of the transaction: the others hear of it when it is committed, and never of what was not. */
export async function announce(
  sql: ISql,
  { id, workspaceId, visitorId }: Pick<ConversationRow, 'id' | 'workspaceId' | 'visitorId'>
): Promise<void> {
  await notify(sql, { kind: 'changed', workspace: workspaceId, conversation: id, visitor: visitorId })
}

export async function notify(sql: ISql, notice: Notice): Promise<void> {
  await sql`SELECT pg_notify(${channel}, ${JSON.stringify(notice)})`
}

export async function openNotices(sql: Sql, onGap: () => void) {
  const listeners = new Set<(notice: Notice) => void>()
  const listening = await sql.listen(
    channel,
    payload => {
      const notice = JSON.parse(payload) as Notice
      for (const heard of listeners) heard(notice)
    },
    // Called at each (re)connection: what was announced while the line was down is looked for instead.
    onGap
  )
  return {
    subscribe(heard: (notice: Notice) => void) {
      listeners.add(heard)
      return () => void listeners.delete(heard)
    },
    close: () => listening.unlisten()
  }
}
