import type { LiveFrame, LiveVisitor, PeoplePage, PersonSummary } from '@foyer/protocol'

export type Pages = { pages: PeoplePage[]; pageParams: unknown[] }

/** What the live connection says of people who are in the list: each row says so where it stands, and none moves. */
export function heardInList(list: Pages, frame: LiveFrame): Pages {
  if (frame.type === 'visitor') return change(list, frame.visitor.id, person => present(person, frame.visitor))
  if (frame.type === 'left') return change(list, frame.id, person => ({ ...person, online: false }))
  return list
}

function present(person: PersonSummary, { name, email, verified, lastAt }: LiveVisitor): PersonSummary {
  return {
    ...person,
    online: true,
    verified,
    lastSeenAt: lastAt > person.lastSeenAt ? lastAt : person.lastSeenAt,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email })
  }
}

function change(list: Pages, id: string, make: (person: PersonSummary) => PersonSummary): Pages {
  if (!isInList(list, id)) return list
  const pages = list.pages.map(page =>
    page.items.some(person => person.id === id)
      ? { ...page, items: page.items.map(person => (person.id === id ? make(person) : person)) }
      : page
  )
  return { ...list, pages }
}

export const isInList = (list: Pages, id: string): boolean =>
  list.pages.some(page => page.items.some(person => person.id === id))
