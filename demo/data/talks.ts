import type { ConversationStarted, IdentifyAnswer } from '@foyer/protocol'
import { type Door, knock } from './door.ts'
import { type Filling, whoIs } from './fill.ts'
import type { History } from './history.ts'

/** What is asked in the chat: most of it stands in the documents, and two of them are for a person. */
const questions = [
  'Are your seeds organic? I want to save my own.',
  'Do you ship to Norway, and who pays the customs?',
  'Is the Garden Box big enough for eight square metres?',
  'How long do I have to send back a watering can?',
  'Do you run workshops for children in the spring?',
  'Can our school get an invoice for the Community Box?',
  'My basil has not come up after three weeks. What can I do?',
  'I typed the wrong street in my order. Can I still change the address?',
  'My parcel was to come on Tuesday. Can I talk to somebody, please?'
]

/** The histories as they pass by, and in the end whoever was there last of those who have one browser. */
export function latestOf(histories: AsyncIterable<History> | Iterable<History>) {
  let latest: History[] = []
  const seenAt = ({ visits }: History) => visits.at(-1)?.events.at(-1)?.timestamp ?? ''
  return {
    async *histories() {
      for await (const history of histories) {
        if (!history.isBot && history.identity?.userId === undefined)
          latest = [...latest, history]
            .sort((one, other) => (seenAt(one) < seenAt(other) ? 1 : -1))
            .slice(0, questions.length)
        yield history
      }
    },
    latest: () => latest
  }
}

/** Whoever was there last asks something. The same again is the same conversation. */
export async function askQuestions(
  filling: Door & Pick<Filling, 'agentId'>,
  latest: readonly History[]
): Promise<void> {
  for (const [index, message] of questions.entries()) {
    const history = latest[index]
    if (!history) return
    const { visitorId } = await knock<IdentifyAnswer>(filling, '/api/visitors/identify', whoIs(filling, history))
    const clientId = `demo question ${index + 1}`
    await knock<ConversationStarted>(filling, '/api/conversations', {
      agentId: filling.agentId,
      visitorId,
      clientId,
      message
    })
  }
}
