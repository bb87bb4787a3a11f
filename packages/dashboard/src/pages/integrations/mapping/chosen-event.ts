import type { CatalogEntry, SampleEvent } from '@foyer/protocol'
import { plainText } from '../../../words/people.ts'

export type Chosen = { key: string; sample: SampleEvent; which: { event: SampleEvent } | { eventId: string } }

export const exampleKey = (index: number) => `example-${index}`

/** The event that an address names; the newest that was where it names none, and else an example. */
export function chosenOf(
  key: string | undefined,
  stored: readonly SampleEvent[] | undefined,
  examples: CatalogEntry['examples']
): Chosen | undefined {
  const example = /^example-(\d+)$/.exec(key ?? '')?.[1]
  const event = example === undefined ? undefined : examples[Number(example)]?.event
  if (key !== undefined && event) return { key, sample: event, which: { event } }
  if (!stored) return undefined
  const found = stored.find(one => one.id === key) ?? stored[0]
  if (found?.id !== undefined) return { key: found.id, sample: found, which: { eventId: found.id } }
  const [first] = examples
  return first && { key: exampleKey(0), sample: first.event, which: { event: first.event } }
}

export const calledOf = ({ name, type, url }: SampleEvent): string => {
  const path = URL.parse(url ?? '')?.pathname
  return plainText(name || (path ? `${type} ${path}` : type))
}
