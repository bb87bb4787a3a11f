import { AppError } from '../../http/index.ts'
import type { Kind, Settings } from '../kind.ts'

const originOf = (value: unknown): string =>
  typeof value === 'string' ? (URL.parse(value)?.origin ?? value.toLowerCase()) : ''

const addressesOf = (kind: Kind, before: Settings, after: Settings) =>
  kind.settings.filter(({ key, kind: of }) => of === 'address' && originOf(before[key]) !== originOf(after[key]))

const isSecret = (kind: Kind, key: string) => kind.settings.some(field => field.key === key && field.kind === 'secret')

/**
 * A secret goes to the server it was entered for. Whoever may change settings may not read secrets, and would read them by sending them
 * to a server of their own: with another server they are entered again.
 */
export function assertEnteredFor(kind: Kind, before: Settings, after: Settings, given: Settings): void {
  const [moved] = addressesOf(kind, before, after)
  if (!moved) return
  const kept = kind.settings.find(
    ({ key }) => isSecret(kind, key) && after[key] !== undefined && typeof given[key] !== 'string'
  )
  if (kept)
    throw new AppError(
      'invalid',
      `${moved.label} leads to another server now. Enter ${kept.label} again: a secret is only sent to the server it was entered for.`,
      { field: `settings.${kept.key}` }
    )
}

/** An earlier state without its secrets, with those of today: the addresses they were entered for stay as well. */
export function withSecretsOf(kind: Kind, now: Settings, then: Settings): Settings {
  const secrets = Object.entries(now).filter(([key]) => isSecret(kind, key))
  const stay = secrets.length === 0 ? [] : addressesOf(kind, then, now).map(({ key }) => [key, now[key]] as const)
  return { ...then, ...Object.fromEntries(stay), ...Object.fromEntries(secrets) }
}
