import type { CatalogEntry, Mapping, MappingRule, SampleEvent } from '@foyer/protocol'
import { plainText } from '../../../words/people.ts'

export type Chosen = { key: string; sample: SampleEvent; which: { event: SampleEvent } | { eventId: string } }

export const exampleKey = (index: number) => `example-${index}`

/**
 * The event that an address names. Where it names none: the newest that the open rule wants, else the newest that any of them wants, and an
 * example where none of these ever was; beside a rule stands what it makes, and not that another event is nothing to it.
 */
export function chosenOf(
  key: string | undefined,
  stored: readonly SampleEvent[] | undefined,
  examples: CatalogEntry['examples'],
  { rules }: Mapping,
  open: number | undefined
): Chosen | undefined {
  const shown = examples.map(
    ({ event }, index): Chosen => ({ key: exampleKey(index), sample: event, which: { event } })
  )
  const example = shown.find(one => one.key === key)
  if (example) return example
  if (!stored) return undefined
  const were = stored.flatMap((sample): Chosen[] =>
    sample.id === undefined ? [] : [{ key: sample.id, sample, which: { eventId: sample.id } }]
  )
  const all = [...were, ...shown]
  const opened = open === undefined ? undefined : rules[open]
  return (
    were.find(one => one.key === key) ??
    (opened && all.find(({ sample }) => mayWant(opened, sample))) ??
    all.find(({ sample }) => rules.some(rule => rule.enabled !== false && mayWant(rule, sample))) ??
    all[0]
  )
}

const mayWant = ({ on: { types, names } }: MappingRule, { type, name = '' }: SampleEvent) =>
  (types === undefined || types.some(one => one === type)) && (names === undefined || names.includes(name))

export const calledOf = ({ name, type, url }: SampleEvent): string => {
  const path = URL.parse(url ?? '')?.pathname
  return plainText(name || (path ? `${type} ${path}` : type))
}
