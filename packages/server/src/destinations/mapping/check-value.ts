import { isObject } from '@foyer/protocol'
import { mappingCasts, mappingLimits } from '@foyer/protocol/plain'
import { checkCondition } from './check-condition.ts'
import { checkNames, checkPath, type Place } from './check-path.ts'
import { checkConstant, listed, onlyKeys, type Raw, readText } from './problems.ts'
import { templateParts } from './template.ts'

const forms = ['path', 'constant', 'template', 'first', 'each', 'sum', 'texts'] as const
const beside = ['as', 'otherwise', 'when', 'hash']
const together: Partial<Record<(typeof forms)[number], string[]>> = { each: ['fields'], sum: ['of', 'times'] }

export type Nesting = Place & { depth: number; counted: { values: number } }

export function checkValue(value: unknown, place: Nesting): undefined {
  const { at, problems, counted } = place
  if (problems.isFull()) return
  counted.values++
  if (counted.values === mappingLimits.values + 1)
    problems.add(at, `A mapping may have ${mappingLimits.values} values in all. Here it has more.`)
  if (counted.values > mappingLimits.values) return
  if (place.depth > mappingLimits.depth)
    return problems.add(at, `Values lie in values here more than ${mappingLimits.depth} deep. Make it flatter.`)
  if (!isObject(value))
    return problems.add(at, `A value is an object with one of ${listed(forms)}: {"path": "properties.total"}.`)
  const has = forms.filter(form => Object.hasOwn(value, form))
  const [form] = has
  if (form === undefined || has.length > 1)
    return problems.add(
      at,
      `A value has one of ${listed(forms)}; this has ${form === undefined ? 'none' : listed(has)}.`
    )
  onlyKeys(value, [form, ...(together[form] ?? []), ...beside], at, problems)
  checkForm(form, value, place)
  if (value.as !== undefined && !mappingCasts.some(cast => cast === value.as))
    problems.add(`${at}.as`, `A value can be made into ${listed(mappingCasts)}.`)
  if (value.hash !== undefined && value.hash !== 'sha256') problems.add(`${at}.hash`, 'The only hash is sha256.')
  if (value.otherwise !== undefined) checkConstant(value.otherwise, `${at}.otherwise`, problems)
  if (value.when !== undefined) checkCondition(value.when, { ...place, at: `${at}.when` })
}

function checkForm(form: (typeof forms)[number], value: Raw, place: Nesting): undefined {
  const { problems } = place
  const at = `${place.at}.${form}`
  switch (form) {
    case 'constant':
      return checkConstant(value.constant, at, problems)
    case 'template':
      return checkTemplate(value.template, { ...place, at })
    case 'first':
      if (!Array.isArray(value.first) || value.first.length === 0)
        return problems.add(at, '“first” is a list of values, at least one; the first that is there is taken.')
      if (value.first.length > mappingLimits.fieldsPerRule)
        return problems.add(
          at,
          `“first” may try ${mappingLimits.fieldsPerRule} values; these are ${value.first.length}.`
        )
      for (const [index, one] of value.first.entries())
        checkValue(one, { ...place, at: `${at}.${index}`, depth: place.depth + 1 })
      return
    case 'each':
      checkPath(value.each, { ...place, at })
      return checkFields(value.fields, { ...place, at: `${place.at}.fields`, isInList: true, depth: place.depth + 1 })
    case 'sum':
      checkPath(value.sum, { ...place, at })
      if (value.of !== undefined) checkNames(value.of, `${place.at}.of`, problems)
      if (value.times !== undefined) checkNames(value.times, `${place.at}.times`, problems)
      return
    default:
      return checkPath(value[form], { ...place, at })
  }
}

function checkTemplate(value: unknown, place: Place): undefined {
  const template = readText(value, mappingLimits.templateChars, place.at, place.problems)
  for (const { path } of template === undefined ? [] : templateParts(template))
    if (path !== undefined) checkPath(path, place)
}

/** The fields that a rule or an item fills, each with its value. */
export function checkFields(fields: unknown, place: Nesting): undefined {
  const { at, problems } = place
  if (!isObject(fields)) return problems.add(at, 'Fields are an object: {"total": {"path": "properties.total"}}.')
  const entries = Object.entries(fields)
  if (entries.length > mappingLimits.fieldsPerRule)
    problems.add(at, `${entries.length} fields are more than the ${mappingLimits.fieldsPerRule} allowed.`)
  for (const [path, value] of entries.slice(0, mappingLimits.fieldsPerRule)) {
    if (checkNames(path, `${at}.${path}`, problems) === undefined) continue
    checkValue(value, { ...place, at: `${at}.${path}` })
  }
}
