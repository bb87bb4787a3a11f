import type { SettingField } from '@foyer/protocol'
import type { Built, Mapped, Settings } from './kind.ts'

/** A part of what was mapped, where it has fields of its own. */
export const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

/** Where nothing goes together, a request is made of one. */
export const onlyOne = (mapped: readonly Mapped[]): Mapped => (mapped as readonly [Mapped])[0]

/** Of whatever an event or an answer holds: `String` throws at an object whose `toString` is no function. */
export const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

/** The address of a vendor from the settings, with what `path` adds to it. */
export const under = (base: unknown, path: string): string => `${String(base).replace(/\/+$/, '')}${path}`

export const currencySetting: SettingField = {
  key: 'currency',
  label: 'Currency',
  kind: 'text',
  required: false,
  help: 'Of events that have a value and name no currency.',
  placeholder: 'EUR',
  pattern: '^[A-Z]{3}$',
  patternHelp: 'A currency is three capital letters, such as EUR.'
}

/** A value without a currency gets that of the settings; both stand in the part called `within`. */
export function withCurrency(one: Mapped, within: string, { currency }: Settings): Mapped {
  const part = record(one.fields[within])
  if (part.value === undefined || part.currency !== undefined || !currency) return one
  return { ...one, fields: { ...one.fields, [within]: { ...part, currency } } }
}

/** What is money is of no use without it; of these targets a vendor demands it. */
export function lackingCurrency(mapped: readonly Mapped[], within: string, of: readonly string[]): Built | undefined {
  const one = mapped.find(({ to, fields }) => of.includes(to) && record(fields[within]).currency === undefined)
  if (!one) return undefined
  return {
    invalid: `${one.to} needs a currency, and “${one.event.name || one.event.type}” names none. Send it with the event, or give one in the settings.`,
    reason: 'no_currency'
  }
}
