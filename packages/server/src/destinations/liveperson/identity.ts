import type { Mapped, Moment } from '../kind.ts'
import { signedSubject } from './signed-subject.ts'

export type Identity = { iss: string; acr: '0' | 'loa1'; sub: string }

/**
 * Who is reported. `loa1` says that the team has seen this person sign in, so it takes a sign-in that was proven, an account that
 * demands it, and a visitor who did not refuse marketing; everybody else is `0`, by the anonymous id.
 */
export function identityOf(mapped: readonly Mapped[], { settings, now }: Pick<Moment, 'settings' | 'now'>): Identity {
  const event = mapped.at(-1)?.event
  const consent = event?.context.consent as { marketing?: unknown } | undefined
  const userId = event?.visitor.userId
  if (settings.authenticated === true && userId !== undefined && consent?.marketing !== false)
    return { iss: String(settings.token_issuer), acr: 'loa1', sub: signedSubject(userId, settings, now) }
  return { iss: String(settings.issuer ?? 'Datafly'), acr: '0', sub: event?.visitor.id ?? '' }
}
