import type { MappingCast } from '@foyer/protocol'

/** A value as text; nothing is asked of the value itself, whose `toString` may be the sender's. */
export function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Nothing where it cannot be read as that. */
export function cast(value: unknown, as: MappingCast | undefined): unknown {
  if (value === undefined || as === undefined) return value
  switch (as) {
    case 'text':
      return textOf(value)
    case 'number':
      return numberOf(value)
    case 'integer': {
      const number = numberOf(value)
      return number === undefined ? undefined : Math.round(number)
    }
    case 'boolean':
      return booleanOf(value)
    case 'list':
      return Array.isArray(value) ? value : [value]
    case 'iso':
    case 'seconds':
    case 'milliseconds':
      return timeAs(value, as)
  }
}

export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value === 'object') return undefined
  const text = String(value).trim()
  return /^(true|yes|1|on)$/i.test(text) ? true : /^(false|no|0|off)$/i.test(text) ? false : undefined
}

/** Numbers below 1e11 are seconds: as milliseconds they would lie before March 1973. */
function timeAs(value: unknown, as: 'iso' | 'seconds' | 'milliseconds'): string | number | undefined {
  const ms =
    typeof value === 'number'
      ? value < 1e11
        ? value * 1000
        : value
      : typeof value === 'string'
        ? Date.parse(value)
        : Number.NaN
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return undefined
  if (as === 'iso') return new Date(ms).toISOString()
  return as === 'seconds' ? Math.floor(ms / 1000) : Math.trunc(ms)
}
