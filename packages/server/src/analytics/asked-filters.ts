import { type Filter, Filters } from '@foyer/protocol'
import { Compile } from 'typebox/compile'
import { AppError } from '../http/index.ts'

const check = Compile(Filters)

/** A list of filters as the JSON that an address carries. */
export function filtersOf(text: string | undefined): Filter[] {
  if (text === undefined || text === '') return []
  const filters = parsed(text)
  if (check.Check(filters)) return filters
  const [first] = check.Errors(filters)
  const place = `filters${(first?.instancePath ?? '').replaceAll('/', '.')}`
  throw new AppError('invalid', `${place} ${first?.message ?? 'is not as it should be'}.`, { field: place })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('invalid', 'filters must be JSON: a list such as [{"property":"country","value":"DE"}].', {
      field: 'filters'
    })
  }
}
