import { eventTypes, isObject, type Mapping, type MappingProblem, type MappingRule } from '@foyer/protocol'
import { mappingLimits } from '@foyer/protocol/plain'
import type { Kind } from '../kind.ts'
import { checkCondition } from './check-condition.ts'
import { checkTarget } from './check-target.ts'
import { checkFields } from './check-value.ts'
import { listed, onlyKeys, type Problems, problemList, type Raw, readText, shown } from './problems.ts'

/** A mapping that may be saved, or everything that is wrong with it: where, and what to do. */
export function readMapping(
  body: unknown,
  kind: Pick<Kind, 'name' | 'targets'>
): { mapping: Mapping } | { problems: MappingProblem[] } {
  const problems = problemList()
  checkMapping(body, kind, problems)
  return problems.all.length === 0 ? { mapping: body as Mapping } : { problems: problems.all }
}

function checkMapping(body: unknown, kind: Pick<Kind, 'name' | 'targets'>, problems: Problems): undefined {
  if (!isObject(body) || !Array.isArray(body.rules)) return problems.add('', 'A mapping is {"rules": [ … ]}.')
  onlyKeys(body, ['rules'], '', problems)
  const { rules } = body
  if (rules.length > mappingLimits.rules)
    return problems.add('rules', `${rules.length} rules are more than the ${mappingLimits.rules} allowed.`)
  const names = new Map<string, number>()
  const counted = { values: 0 }
  for (const [index, rule] of rules.entries()) {
    const at = `rules.${index}`
    if (!isObject(rule)) {
      problems.add(at, 'A rule is {"name": …, "on": …, "to": …, "fields": …}.')
      continue
    }
    checkRule(rule, at, kind, counted, problems)
    if (typeof rule.name !== 'string') continue
    const same = names.get(rule.name)
    if (same !== undefined)
      problems.add(`${at}.name`, `Rule ${same + 1} has this name too. Give each its own: figures are told by it.`)
    else names.set(rule.name, index)
  }
}

function checkRule(
  rule: Raw,
  at: string,
  kind: Pick<Kind, 'name' | 'targets'>,
  counted: { values: number },
  problems: Problems
): undefined {
  onlyKeys(rule, ['name', 'enabled', 'on', 'where', 'to', 'fields'], at, problems)
  readText(rule.name, mappingLimits.nameChars, `${at}.name`, problems)
  if (rule.enabled !== undefined && typeof rule.enabled !== 'boolean')
    problems.add(`${at}.enabled`, 'A rule is on (true) or off (false).')
  checkOn(rule.on, `${at}.on`, problems)
  checkWhere(rule.where, `${at}.where`, problems)
  const before = problems.all.length
  checkFields(rule.fields, { at: `${at}.fields`, problems, isInList: false, depth: 1, counted })
  const target = kind.targets.find(one => one.to === rule.to)
  if (!target)
    problems.add(
      `${at}.to`,
      `${kind.name} has no target ${typeof rule.to === 'string' ? `“${shown(rule.to)}”` : 'like this'}. It has ${listed(
        kind.targets.map(one => one.to),
        30
      )}.`
    )
  else if (problems.all.length === before) checkTarget((rule as unknown as MappingRule).fields, target, at, problems)
}

function checkOn(on: unknown, at: string, problems: Problems): undefined {
  if (!isObject(on)) return problems.add(at, 'Which events it wants is {"types": [ … ], "names": [ … ]}; {} wants all.')
  onlyKeys(on, ['types', 'names'], at, problems)
  const { types, names } = on
  if (types !== undefined && (!Array.isArray(types) || types.length === 0))
    problems.add(`${at}.types`, 'Name at least one type, or leave “types” out to want all.')
  else
    for (const [index, type] of (types ?? []).entries())
      if (!eventTypes.some(one => one === type))
        problems.add(`${at}.types.${index}`, `An event is one of ${listed(eventTypes)}.`)
  if (names !== undefined && (!Array.isArray(names) || names.length === 0))
    return problems.add(`${at}.names`, 'Name at least one event, or leave “names” out to want all.')
  if (Array.isArray(names) && names.length > mappingLimits.names)
    return problems.add(`${at}.names`, `${names.length} names are more than the ${mappingLimits.names} allowed.`)
  for (const [index, name] of (names ?? []).entries()) readText(name, 200, `${at}.names.${index}`, problems)
}

function checkWhere(where: unknown, at: string, problems: Problems): undefined {
  if (where === undefined) return
  if (!Array.isArray(where)) return problems.add(at, 'Conditions are a list.')
  if (where.length > mappingLimits.conditions)
    return problems.add(at, `${where.length} conditions are more than the ${mappingLimits.conditions} allowed.`)
  for (const [index, one] of where.entries()) checkCondition(one, { at: `${at}.${index}`, problems, isInList: false })
}
