import type { LiveFrame, LiveVisitor } from '@foyer/protocol'

export type Here = LiveVisitor & {
  /** When this page last heard of something they did; 0 before that. */
  actedAt: number
}
/** `total` is what the server counted; the list itself is cut at what it sends. */
export type HereNow = { byId: ReadonlyMap<string, Here>; total: number }

export const nobodyHere: HereNow = { byId: new Map(), total: 0 }

/** One frame of the stream put into the picture of who is here. */
export function hear(now: HereNow, frame: LiveFrame, at: number): HereNow {
  switch (frame.type) {
    case 'visitors':
      return whole(now, frame.items)
    case 'visitor': {
      const known = now.byId.get(frame.visitor.id)
      const byId = new Map(now.byId)
      byId.set(frame.visitor.id, {
        ...frame.visitor,
        actedAt: !known || hasActed(known, frame.visitor) ? at : known.actedAt
      })
      return { byId, total: now.total + (known ? 0 : 1) }
    }
    case 'left': {
      if (!now.byId.has(frame.id)) return now
      const byId = new Map(now.byId)
      byId.delete(frame.id)
      return { byId, total: Math.max(byId.size, now.total - 1) }
    }
    default:
      return now
  }
}

function whole(now: HereNow, items: LiveVisitor[]): HereNow {
  const byId = new Map(items.map(item => [item.id, { ...item, actedAt: now.byId.get(item.id)?.actedAt ?? 0 }]))
  // A full list may be cut: then the last count stands until the next one.
  return { byId, total: items.length < listLimit ? items.length : Math.max(now.total, items.length) }
}

/** The server sends no more than this many at once. */
export const listLimit = 500

const hasActed = (before: LiveVisitor, after: LiveVisitor) => after.lastAt !== before.lastAt || after.url !== before.url

/** Newcomers on top; whoever is here keeps their place, so that a row does not run away from under the pointer. */
export const inOrder = (now: HereNow): Here[] =>
  [...now.byId.values()].sort((left, right) =>
    left.visitSince < right.visitSince ? 1 : left.visitSince > right.visitSince ? -1 : left.id < right.id ? -1 : 1
  )

export type Share = { key: string; label: string; people: number }

/** How many are on each page, in each country, from each source; the most first. */
export function sharesOf(
  people: readonly Here[],
  by: (person: Here) => { key: string; label: string } | undefined
): Share[] {
  const shares = new Map<string, Share>()
  for (const person of people) {
    const group = by(person)
    if (!group) continue
    const known = shares.get(group.key)
    if (known) known.people += 1
    else shares.set(group.key, { ...group, people: 1 })
  }
  return [...shares.values()].sort((left, right) => right.people - left.people || left.label.localeCompare(right.label))
}
