import type { Mapping, MappingDifference, MappingRule } from '@foyer/protocol'

/** In what a mapping is not what its preset says. The order of rules is not told apart. */
export function differences(mapping: Mapping, preset: Mapping): MappingDifference[] {
  const before = new Map(preset.rules.map(rule => [rule.name, rule]))
  const after = new Set(mapping.rules.map(rule => rule.name))
  return [
    ...mapping.rules.flatMap(rule => {
      const was = before.get(rule.name)
      return was ? ofRule(rule, was) : [{ rule: rule.name, is: 'added' as const }]
    }),
    ...preset.rules.filter(rule => !after.has(rule.name)).map(rule => ({ rule: rule.name, is: 'removed' as const }))
  ]
}

function ofRule(rule: MappingRule, was: MappingRule): MappingDifference[] {
  const head = ({ enabled = true, on, where = [], to }: MappingRule) => written({ enabled, on, where, to })
  const isChanged = head(rule) !== head(was)
  const fields = [...new Set([...Object.keys(was.fields), ...Object.keys(rule.fields)])]
  return [
    ...(isChanged ? [{ rule: rule.name, is: 'changed' as const }] : []),
    ...fields.flatMap((field): MappingDifference[] => {
      const [has, had] = [Object.hasOwn(rule.fields, field), Object.hasOwn(was.fields, field)]
      if (!had) return [{ rule: rule.name, field, is: 'added' }]
      if (!has) return [{ rule: rule.name, field, is: 'removed' }]
      const isSame = written(rule.fields[field]) === written(was.fields[field])
      return isSame ? [] : [{ rule: rule.name, field, is: 'changed' }]
    })
  ]
}

/** The same text for the same value, in whatever order its keys were written: PostgreSQL keeps its own. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one
  )
