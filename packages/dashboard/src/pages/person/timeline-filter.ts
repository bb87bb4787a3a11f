import type { EventType } from '@foyer/protocol'

/** What the filter calls each type; the order is the order it offers them in. */
export const typeWords: Partial<Record<EventType, string>> = {
  page: 'Pages',
  click: 'Clicks',
  track: 'Custom events',
  conversation: 'Conversations',
  identify: 'Identity',
  scroll: 'Scrolling',
  exit: 'Page exits',
  screen: 'Screens',
  group: 'Groups'
}
export const filterTypes = Object.keys(typeWords) as EventType[]

/** `types` of an address: known ones in the fixed order; none or all mean no filter. */
export function readTypes(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const named = value.split(',')
  return typesText(filterTypes.filter(type => named.includes(type)))
}

export const typesOf = (text: string | undefined): EventType[] =>
  text === undefined ? [] : filterTypes.filter(type => text.split(',').includes(type))

export function typesText(types: readonly EventType[]): string | undefined {
  return types.length === 0 || types.length === filterTypes.length
    ? undefined
    : filterTypes.filter(type => types.includes(type)).join(',')
}
