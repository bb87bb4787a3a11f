import type { Found } from '../../people/index.ts'
import type { RightsContext } from '../erase/context.ts'
import { endedDeliveries, events, requests } from './event-store.ts'
import {
  attributes,
  blocks,
  browsers,
  consents,
  conversationOf,
  conversationsOf,
  destinations,
  identityOf,
  mails,
  messages,
  profileOf,
  setAside,
  shown,
  visits,
  waitingDeliveries
} from './records.ts'

type Row = Record<string, unknown>

/**
 * Everything Foyer keeps of a person, of all their browsers, as one JSON object: written while it is read, a piece at a time, so that
 * somebody with a million events takes no more memory than anybody else.
 */
export async function* exported(
  { sql, events: store, publicUrl }: Pick<RightsContext, 'sql' | 'events' | 'publicUrl'>,
  found: Found,
  now: Date
): AsyncGenerator<string> {
  const conversations = await conversationsOf(sql, found)
  yield `{"person": ${JSON.stringify(await profileOf(sql, found))},\n`
  yield `"exportedAt": ${JSON.stringify(now.toISOString())},\n`
  yield `"identity": ${JSON.stringify(await identityOf(sql, found))},\n`
  yield* list('browsers', browsers(sql, found))
  yield* list('attributes', attributes(sql, found))
  yield* list('consents', consents(sql, found))
  yield* list('visits', visits(sql, found))
  yield* list('events', events(store, found))
  yield '"conversations": [\n'
  for (const [index, id] of conversations.entries()) {
    const about = JSON.stringify(await conversationOf(sql, id, publicUrl))
    yield `${index === 0 ? '' : ',\n'}${about.slice(0, -1)},\n`
    yield* list('messages', messages(sql, id), '')
    yield '}'
  }
  yield '\n],\n'
  yield* list('shownMessages', shown(sql, found))
  yield* list('blocks', blocks(sql, found))
  yield* list('mails', mails(sql, conversations))
  yield* list('destinations', destinations(sql, found))
  yield* list('deliveries', both(waitingDeliveries(sql, found), endedDeliveries(store, found)))
  yield* list('requests', requests(store, found, conversations))
  yield* list('setAside', setAside(sql, found), '')
  yield `}\n`
}

async function* list(name: string, rows: AsyncIterable<Row>, end = ','): AsyncGenerator<string> {
  yield `"${name}": [`
  let isFirst = true
  for await (const row of rows) {
    yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(row)}`
    isFirst = false
  }
  yield `]${end}\n`
}

async function* both(...parts: AsyncGenerator<Row>[]): AsyncGenerator<Row> {
  for (const part of parts) yield* part
}
