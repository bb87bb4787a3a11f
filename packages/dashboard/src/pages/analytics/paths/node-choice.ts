import type { EventChoice } from '@foyer/protocol'

/** What a part of an address is folded into, and what it then was. */
const folded: Readonly<Record<string, string>> = {
  ':number': '[0-9]+',
  ':date': '[0-9]{4}-[0-9]{2}(-[0-9]{2})?',
  ':id': '[0-9A-Za-z_-]+'
}

/** What a node stands for, so that paths can begin from it. A folded page is every page that folds into it. */
export function choiceOfNode(name: string): EventChoice {
  if (!name.startsWith('/')) return { event: name }
  const parts = name.split('/')
  if (!name.includes('*') && !parts.some(part => part in folded)) return { event: 'page', name }
  if (name.indexOf('*') === name.length - 1 && !parts.some(part => part in folded))
    return { event: 'page', where: [{ property: 'path', op: 'startsWith', value: name.slice(0, -1) }], label: name }
  const pattern = parts.map(part => folded[part] ?? part.split('*').map(escaped).join('.*')).join('/')
  return { event: 'page', where: [{ property: 'path', op: 'matches', value: `^${pattern}$` }], label: name }
}

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
