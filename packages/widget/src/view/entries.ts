import type { Outgoing } from '../conversation/outbox.ts'
import type { Thread } from '../conversation/thread.ts'
import type { Message } from '../wire.ts'

/** One line of the log: what was said, or is on its way, with what its neighbours leave for it to show. */
export type Entry = {
  key: string
  day?: string
  isFirst: boolean
  isLast: boolean
} & ({ message: Message; outgoing?: undefined } | { outgoing: Outgoing; message?: undefined })

const runMs = 5 * 60 * 1000

/** Neighbours of the same author within five minutes stand together; each day has a line of its own. */
export const entriesOf = (thread: Thread, outbox: readonly Outgoing[], answering?: Message | null): Entry[] => {
  // What is written of an answer stands where its message will.
  const written = answering?.text && answering.conversationId === thread.id ? [answering] : []
  const said = [...thread.messages, ...written].map(message => ({
    // The same element before and after the server has it, and while an answer is written.
    key: message.clientId ?? message.id,
    at: Date.parse(message.at),
    by: `${message.author.kind} ${message.author.id ?? message.author.name ?? ''}`,
    of: { message } as const
  }))
  const own = said.findLast(({ of }) => of.message.author.kind === 'visitor')?.by ?? 'visitor '
  const coming = outbox
    .filter(({ conversationId }) => conversationId === null || conversationId === thread.id)
    .map(outgoing => ({ key: outgoing.clientId, at: outgoing.at, by: own, of: { outgoing } as const }))
  const all = [...said, ...coming]
  const isTogether = (a: (typeof all)[number] | undefined, b: (typeof all)[number] | undefined) =>
    !!a && !!b && a.by === b.by && b.at - a.at < runMs && isSameDay(a.at, b.at)
  return all.map((entry, at) => {
    const before = all[at - 1]
    return {
      key: entry.key,
      ...(!(before && isSameDay(before.at, entry.at)) && { day: new Date(entry.at).toISOString() }),
      isFirst: !isTogether(before, entry),
      isLast: !isTogether(entry, all[at + 1]),
      ...entry.of
    }
  })
}

const isSameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString()
