import { newUuid } from '../http/index.ts'
import { notifyOthers, onceCommitted } from '../stores/records/index.ts'
import type { ConversationsContext, ISql } from './context.ts'
import type { Notice } from './notice.ts'
import type { ConversationRow, JustSaid } from './rows.ts'

const channel = 'foyer_conversations'

type Tells = Pick<ConversationsContext, 'tell'>

/** The others hear of it when it is committed, before whoever did it is answered, and never of what was not. */
export const announce = (
  context: Tells,
  sql: ISql,
  { id, workspaceId, visitorId }: Pick<ConversationRow, 'id' | 'workspaceId' | 'visitorId'>,
  said?: JustSaid
): Promise<void> =>
  onceCommitted(sql, () =>
    context.tell({ kind: 'changed', workspace: workspaceId, conversation: id, visitor: visitorId }, said)
  )

export const notify = ({ tell }: Tells, sql: ISql, notice: Notice): Promise<void> =>
  onceCommitted(sql, () => tell(notice))

/** `said` is the message that is the change, where it was written in this process. */
export type Heard = (notice: Notice, said?: JustSaid) => void
type Sent = { from: string; notice: Notice }
const againMs = 200
/** One NOTIFY holds thousands; a queue of the server that is full must not make this one grow. */
const atOnce = 500

/** This process hears at once what it tells; the others by NOTIFY, as many notices together as came while the last was under way. */
export async function openNotices(
  { sql, random, log }: Pick<ConversationsContext, 'sql' | 'random' | 'log'>,
  onGap: () => void
) {
  const listeners = new Set<Heard>()
  const self = newUuid(random)
  const waiting: { payload: string; told: () => void }[] = []
  let sending: Promise<void> | undefined
  const hear: Heard = (notice, said) => {
    for (const heard of listeners) heard(notice, said)
  }
  const listening = await sql.listen(
    channel,
    payload => {
      const { from, notice } = JSON.parse(payload) as Sent
      if (from !== self) hear(notice)
    },
    // Called at each (re)connection: what was announced while the line was down is looked for instead.
    onGap
  )

  async function send(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, atOnce)
      try {
        await notifyOthers(sql, channel, [...new Set(batch.map(one => one.payload))])
      } catch (fault) {
        // The others listen by the same server, and look at everything when they are back; whoever waits here is let go.
        log.warn({ err: fault }, 'a change of a conversation was not told to other processes; trying again')
        if (!isClosed) setTimeout(() => tellOthers(batch.map(one => one.payload)), againMs).unref()
      }
      for (const { told } of batch) told()
    }
  }

  function tellOthers(payloads: string[]): Promise<void> {
    const all = payloads.map(payload => new Promise<void>(told => waiting.push({ payload, told })))
    sending ??= Promise.resolve()
      .then(send)
      .finally(() => {
        sending = undefined
      })
    return Promise.all(all).then(() => undefined)
  }
  let isClosed = false

  return {
    tell(notice: Notice, said?: JustSaid): Promise<void> {
      hear(notice, said)
      return tellOthers([JSON.stringify({ from: self, notice } satisfies Sent)])
    },
    subscribe(heard: Heard) {
      listeners.add(heard)
      return () => void listeners.delete(heard)
    },
    async close() {
      isClosed = true
      await sending
      await listening.unlisten()
    }
  }
}
