/** A join as the rules see it: these two visitors are one person. */
export type Link = { from: string; into: string }
export type Known = { id: string; firstSeenAt: number }

/**
 * The people the joins make of the visitors: connected groups, each called by its oldest visitor. It depends on nothing but
 * the sets, so any order of the same evidence gives the same people, and a join stated twice changes nothing.
 */
export function peopleOf(visitors: Known[], links: Link[]): Map<string, string> {
  const parent = new Map(visitors.map(visitor => [visitor.id, visitor.id]))
  const rootOf = (id: string): string => {
    let root = id
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
    return root
  }
  for (const { from, into } of links) {
    if (!parent.has(from) || !parent.has(into)) continue
    parent.set(rootOf(from), rootOf(into))
  }
  const oldest = new Map<string, Known>()
  for (const visitor of visitors) {
    const root = rootOf(visitor.id)
    const before = oldest.get(root)
    if (!before || isOlder(visitor, before)) oldest.set(root, visitor)
  }
  return new Map(visitors.map(visitor => [visitor.id, oldest.get(rootOf(visitor.id))?.id ?? visitor.id]))
}

const isOlder = (one: Known, other: Known) =>
  one.firstSeenAt < other.firstSeenAt || (one.firstSeenAt === other.firstSeenAt && one.id < other.id)
