import type { QueryParams } from '../../stores/events/index.ts'

type BindType =
  | 'String'
  | 'UInt8'
  | 'UInt32'
  | 'UInt64'
  | 'Int64'
  | 'Float64'
  | 'UUID'
  | 'Array(String)'
  | 'Array(Float64)'
  | 'Array(UUID)'
  | 'Array(Int64)'
  | 'Array(UInt64)'

/** One statement as it is put together: its text never holds a value, only the names that the values travel under. */
export type Query = {
  /** The placeholder of a value. */
  bind(value: QueryParams[string], type: BindType): string
  readonly params: QueryParams
}

export function newQuery(): Query {
  const params: QueryParams = {}
  let count = 0
  return {
    params,
    bind(value, type) {
      const name = `v${count}`
      count += 1
      params[name] = value
      return `{${name}:${type}}`
    }
  }
}
