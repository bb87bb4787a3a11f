import { fieldOf } from './language/fields.ts'

/** What a question names that has to be looked up before its SQL can be put together. */
export type Named = { traits: Set<string>; segments: Set<string> }

const deepest = 12

/** Wherever in it: a report may hold its conditions in steps, in series or in the question of another report. */
export function namedIn(
  question: unknown,
  named: Named = { traits: new Set(), segments: new Set() },
  depth = 0
): Named {
  if (typeof question !== 'object' || question === null || depth > deepest) return named
  for (const [key, value] of Object.entries(question)) {
    if ((key === 'property' || key === 'breakdown') && typeof value === 'string') noteTrait(value, named)
    // The list of an address, which whoever answers it reads again and refuses where it is none.
    else if (key === 'filters' && typeof value === 'string') namedIn(parsed(value), named, depth + 1)
    else if (key === 'segment' && typeof value === 'string') named.segments.add(value)
    else namedIn(value, named, depth + 1)
  }
  return named
}

function noteTrait(property: string, { traits }: Named): void {
  // Only what begins like one: the rest is refused, with its place, where it is put into the statement.
  if (!/^(traits?|person)\../.test(property)) return
  try {
    const field = fieldOf(property, '')
    if (field.level === 'trait') traits.add(field.key)
  } catch {
    // As above.
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
