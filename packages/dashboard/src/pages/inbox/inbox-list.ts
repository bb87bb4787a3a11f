import type { Conversation } from '@foyer/protocol'
import type { InboxSearch } from './inbox-search.ts'
import { belongs, putsWaitingFirst } from './listed.ts'

/** A row as the live connection told it, and when. */
export type Heard = ReadonlyMap<string, { conversation: Conversation; at: number }>
export const nothingHeard: Heard = new Map()

/** A page of the list, and when it was asked for: what was heard after that is newer. */
export type LoadedPage = { items: readonly Conversation[]; askedAt: number }

/** More changes than this were heard since the list was loaded: the oldest are forgotten, the list is loaded anew soon enough. */
const mostHeard = 1_000

export function hear(heard: Heard, conversation: Conversation, at: number): Heard {
  const next = new Map(heard)
  next.delete(conversation.id)
  next.set(conversation.id, { conversation, at })
  for (const id of next.keys()) {
    if (next.size <= mostHeard) break
    next.delete(id)
  }
  return next
}

type Arranging = {
  pages: readonly LoadedPage[]
  heard: Heard
  search: InboxSearch
  me: string
  /** The conversation that is open keeps its row, though it was just answered, read or resolved: nothing goes from under the hand. */
  open: string | undefined
  /** Whether the loaded pages are all there is: then a row that only now belongs may stand at the very end. */
  isWhole: boolean
}

/** What was loaded and what was heard since, as one list without repeats, in the order of the address. */
export function arrange({ pages, heard, search, me, open, isWhole }: Arranging): Conversation[] {
  const rows = new Map<string, Conversation>()
  for (const { items, askedAt } of pages)
    for (const item of items) {
      const known = rows.get(item.id)
      const told = heard.get(item.id)
      const fresh = told ? newer(item, told.conversation, told.at >= askedAt) : item
      rows.set(item.id, known ? newer(known, fresh, true) : fresh)
    }
  const loaded = new Set(rows.keys())
  for (const { conversation } of heard.values()) if (!rows.has(conversation.id)) rows.set(conversation.id, conversation)

  const order = orderOf(search)
  const kept = [...rows.values()].filter(row => {
    if (row.id === open && loaded.has(row.id) && row.mergedInto === undefined) return true
    const fits = belongs(search, row, me)
    return fits === 'yes' || (fits === 'unknown' && loaded.has(row.id))
  })
  kept.sort(order)
  if (isWhole) return kept
  // Beyond the last loaded row there are others not known yet: a heard one there would stand in a gap.
  const lastLoaded = kept.findLastIndex(row => loaded.has(row.id))
  return kept.slice(0, lastLoaded + 1)
}

/** Everything but marks and presence moves the sequence on. */
function newer(known: Conversation, told: Conversation, isTie: boolean): Conversation {
  if (told.lastSeq !== known.lastSeq) return told.lastSeq > known.lastSeq ? told : known
  return isTie ? told : known
}

function orderOf(search: InboxSearch): (left: Conversation, right: Conversation) => number {
  const direction = search.sort === 'oldest' ? -1 : 1
  const byLast = (left: Conversation, right: Conversation) =>
    left.lastAt === right.lastAt ? compare(left.id, right.id) : direction * compare(right.lastAt, left.lastAt)
  if (!putsWaitingFirst(search)) return byLast
  return (left, right) => {
    if (left.waitingSince === undefined || right.waitingSince === undefined)
      return left.waitingSince === right.waitingSince ? byLast(left, right) : left.waitingSince === undefined ? 1 : -1
    return compare(left.waitingSince, right.waitingSince) || compare(left.id, right.id)
  }
}

const compare = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0)

/** The row to go to when this one is done with: the next below, else the one above. */
export function neighbour(rows: readonly { id: string }[], id: string | undefined, step: 1 | -1): string | undefined {
  if (rows.length === 0) return undefined
  const at = rows.findIndex(row => row.id === id)
  if (at < 0) return rows[step === 1 ? 0 : rows.length - 1]?.id
  return rows[at + step]?.id
}

export const afterDone = (rows: readonly { id: string }[], id: string): string | undefined =>
  neighbour(rows, id, 1) ?? neighbour(rows, id, -1)

export type Selection = ReadonlySet<string>

export function toggle(selection: Selection, id: string): Selection {
  const next = new Set(selection)
  if (!next.delete(id)) next.add(id)
  return next
}

/** From the last one that was chosen to this one, as everywhere with shift. */
export function reach(
  rows: readonly { id: string }[],
  selection: Selection,
  from: string | undefined,
  to: string
): Selection {
  const start = rows.findIndex(row => row.id === from)
  const end = rows.findIndex(row => row.id === to)
  if (start < 0 || end < 0) return toggle(selection, to)
  const between = rows.slice(Math.min(start, end), Math.max(start, end) + 1)
  return new Set([...selection, ...between.map(row => row.id)])
}

/** What is chosen and still in the list. */
export const chosenOf = <Row extends { id: string }>(rows: readonly Row[], selection: Selection): Row[] =>
  selection.size === 0 ? [] : rows.filter(row => selection.has(row.id))
