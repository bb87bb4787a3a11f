import { isObject } from '@foyer/protocol'
import { mappingOperators } from '@foyer/protocol/plain'
import { numberOf } from './cast.ts'
import { checkPath, type Place } from './check-path.ts'
import { checkConstant, listed, onlyKeys } from './problems.ts'

const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)

export function checkCondition(value: unknown, place: Place): undefined {
  const { at, problems } = place
  if (!isObject(value)) return problems.add(at, 'A condition is {"path": …, "op": …, "value": …}.')
  onlyKeys(value, ['path', 'op', 'value'], at, problems)
  checkPath(value.path, { ...place, at: `${at}.path` })
  const op = mappingOperators.find(one => one === value.op)
  if (op === undefined) return problems.add(`${at}.op`, `A condition compares with ${listed(mappingOperators)}.`)
  const wrong = wrongValue(op, value.value)
  if (wrong) problems.add(`${at}.value`, wrong)
  else checkConstant(value.value ?? null, `${at}.value`, problems)
}

function wrongValue(op: (typeof mappingOperators)[number], value: unknown): string | undefined {
  switch (op) {
    case 'isSet':
    case 'isNotSet':
      return value === undefined ? undefined : `“${op}” asks only whether it is there. Leave the value out.`
    case 'in':
      return Array.isArray(value) && value.length > 0 && value.every(isPlain)
        ? undefined
        : '“in” needs a list of texts or numbers, at least one.'
    case 'gt':
    case 'lt':
      return numberOf(value) === undefined ? `“${op}” compares with a number.` : undefined
    default:
      return isPlain(value) && value !== ''
        ? undefined
        : `“${op}” needs a text, a number, true or false to compare with.`
  }
}
