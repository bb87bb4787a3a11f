import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { AppError } from './app-error.ts'

/** The part that Ajv's and TypeBox's errors have in common. */
export type SchemaError = {
  keyword: string
  instancePath: string
  /** Where in the schema it stands that was not met. */
  schemaPath?: string
  params: Record<string, unknown>
  message?: string
}

/**
 * What a schema refused, as one sentence and the field it is about. An id in the path that has not even the form of an
 * id names nothing, so it gets the same 404 as one that was never given out.
 */
export function validationFailure(errors: readonly SchemaError[], context: string, schema?: unknown): AppError {
  if (context === 'params') return new AppError('not_found', 'There is nothing at this address. Check the id.')
  const error = mostTelling(errors)
  if (!error) return new AppError('invalid', 'The request does not have the expected form.')
  const field = fieldOf(error)
  if (!field)
    return new AppError(
      'malformed',
      context === 'body' ? 'Send one JSON object as the body.' : 'The request does not have the expected form.'
    )
  return new AppError('invalid', `${field} ${complaint(error, errors, schema)}.`, { field })
}

/** For what came in as a part of something else: `at` is where it stands there. */
export function checkedBy<Schema extends TSchema>(schema: Schema, value: unknown, at: string): Static<Schema> {
  if (Value.Check(schema, value)) return value
  const failure = validationFailure(Value.Errors(schema, value), 'body', schema)
  const field = [at, failure.field].filter(part => part).join('.')
  throw new AppError('invalid', failure.field ? `${at}.${failure.message}` : `${at} does not have the expected form.`, {
    field
  })
}

/** A union reports each of its branches and then itself; the union's own line is the one that can be put in words. */
function mostTelling(errors: readonly SchemaError[]): SchemaError | undefined {
  const first = errors[0]
  if (!first) return undefined
  return errors.find(error => error.keyword === 'anyOf' && error.instancePath === first.instancePath) ?? first
}

function fieldOf(error: SchemaError): string {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer)
  const missing = missingProperty(error)
  return [...path, ...(missing === undefined ? [] : [missing])].join('.')
}

const unescapePointer = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~')

function missingProperty(error: SchemaError): string | undefined {
  if (error.keyword !== 'required') return undefined
  const { missingProperty, requiredProperties } = error.params
  if (typeof missingProperty === 'string') return missingProperty
  return Array.isArray(requiredProperties) && typeof requiredProperties[0] === 'string'
    ? requiredProperties[0]
    : undefined
}

function complaint(error: SchemaError, all: readonly SchemaError[], schema: unknown): string {
  const limit = String(error.params.limit)
  switch (error.keyword) {
    case 'required':
      return 'is missing'
    case 'type':
      return `must be ${withArticle(String(error.params.type))}`
    case 'minLength':
      return limit === '1' ? 'must not be empty' : `must have at least ${limit} characters`
    case 'maxLength':
      return `must have at most ${limit} characters`
    case 'minItems':
      return `must have at least ${limit} ${limit === '1' ? 'entry' : 'entries'}`
    case 'maxItems':
      return `must have at most ${limit} entries`
    case 'uniqueItems':
      return 'must not name the same thing twice'
    case 'minimum':
      return `must be ${limit} or more`
    case 'maximum':
      return `must be ${limit} or less`
    case 'pattern': {
      const description = descriptionAt(schema, error.schemaPath)
      return description === undefined ? unexpected : `${unexpected} (${description})`
    }
    case 'format':
      return error.params.format === 'date-time' ? 'must be a time such as 2031-05-04T12:30:00Z' : unexpected
    case 'enum':
      return amongst(Array.isArray(error.params.allowedValues) ? error.params.allowedValues : [])
    case 'anyOf':
      return oneOf(error, all, schema)
    default:
      return unexpected
  }
}

const unexpected = 'does not have the expected form'
/** Of a branch that is the right one but for how much it holds. */
const limits = new Set(['minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minimum', 'maximum'])

/** The branches say it better than the union does: which values there are, which limit was passed, what is missing in each. */
function oneOf(union: SchemaError, all: readonly SchemaError[], schema: unknown): string {
  const here = all.filter(error => error.instancePath === union.instancePath)
  const literals = here.filter(error => error.keyword === 'const').map(error => String(error.params.allowedValue))
  if (literals.length > 0) return amongst(literals)
  const limit = here.find(error => limits.has(error.keyword)) ?? here.find(error => error.keyword === 'pattern')
  if (limit) return complaint(limit, all, schema)
  const missing = [...new Set(here.flatMap(error => missingProperty(error) ?? []))]
  if (missing.length > 1) return `must have one of ${missing.join(', ')}`
  const types = [...new Set(here.filter(error => error.keyword === 'type').map(error => String(error.params.type)))]
  if (missing.length === 0 && types.length > 1) return `must be one of these: ${types.join(', ')}`
  return unexpected
}

const amongst = (values: unknown[]) => (values.length > 0 ? `must be one of ${values.join(', ')}` : unexpected)

/** What the schema says in words of what it asks for: `#/properties/status`. */
function descriptionAt(schema: unknown, path = ''): string | undefined {
  const at = path
    .split('/')
    .slice(1)
    .map(unescapePointer)
    .reduce<unknown>((within, part) => (isObject(within) ? within[part] : undefined), schema)
  return isObject(at) && typeof at.description === 'string' ? at.description : undefined
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const withArticle = (type: string) => {
  const word = type === 'integer' ? 'whole number' : type
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`
}
