import { mappingLimits } from '@foyer/protocol/plain'
import { listed, type Problems, readText, shown } from './problems.ts'
import { roots } from './read-path.ts'

/** Where in the mapping a path stands: `item` is there only inside a list. */
export type Place = { at: string; problems: Problems; isInList: boolean }

export function checkPath(value: unknown, { at, problems, isInList }: Place): undefined {
  const path = readText(value, mappingLimits.pathChars, at, problems)
  if (path === undefined) return
  const [root = '', ...parts] = path.split('.')
  const known = Object.keys(roots).filter(name => name !== 'item' || isInList)
  if (root === 'item' && !isInList)
    return problems.add(at, '“item” is there only inside “for each of a list”. Outside, begin with properties.')
  if (!Object.hasOwn(roots, root))
    return problems.add(
      at,
      `A path begins with ${listed(known)}; “${shown(root)}” is none of them. Mappings read nothing but the event.`
    )
  if (parts.includes('')) return problems.add(at, `“${shown(path)}” has a dot with nothing beside it.`)
  const under = roots[root]
  const [first, ...rest] = parts
  if (under && first !== undefined && !under.includes(first))
    problems.add(at, `“${root}” has ${listed(under)}, and no “${shown(first)}”.`)
  else if (under && rest.length > 0 && first !== 'traits')
    problems.add(at, `“${root}.${first}” is a text: nothing lies under it.`)
}

/** Of a target, or within an item: names with dots between. */
export function checkNames(value: unknown, at: string, problems: Problems): string | undefined {
  const path = readText(value, mappingLimits.pathChars, at, problems)
  if (path === undefined) return undefined
  if (!path.split('.').includes('')) return path
  problems.add(at, `“${shown(path)}” has a dot with nothing beside it.`)
  return undefined
}
