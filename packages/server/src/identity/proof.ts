import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { SignedVisitor } from '@foyer/protocol'
import { errors as joseErrors, jwtVerify } from 'jose'
import { AppError } from '../http/index.ts'
import { type Traits, traitsFrom } from './traits.ts'

/** A user the team's own server vouches for. */
export type Proof = {
  userId: string
  traits: Traits
  /** Of the token itself: what was signed out of, or bears a jti another browser used, is not believed again. */
  tokenHash: Buffer
  /** True when the token carries a jti: it then belongs to the first browser that brought it. */
  oneBrowser: boolean
  expiresAt: Date
}

// What a page sends when its template had no user. They name nobody, so they must never join anyone.
const nobody = new Set([
  'anonymous',
  'anon',
  'guest',
  'user',
  'null',
  'undefined',
  'none',
  'nil',
  'nan',
  'true',
  'false',
  '0',
  '-1',
  '00000000-0000-0000-0000-000000000000',
  '[object object]',
  'unknown',
  'test',
  'id',
  'userid',
  'user_id',
  'distinct_id',
  'not_authenticated',
  'example@example.com',
  'email'
])

export const namesNobody = (value: string) => {
  const plain = value
    .trim()
    .toLowerCase()
    .replace(/^["']+|["']+$/g, '')
  return plain === '' || nobody.has(plain) || /^0+$/.test(plain)
}

const clockToleranceSeconds = 60

/** A JWT, HS256 with the agent's identity secret: `sub`, `exp`, optional `traits`. */
export async function proveByJwt(token: string, secrets: string[], agentId: string, now: Date): Promise<Proof> {
  let lastFault: unknown
  for (const secret of secrets) {
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
        algorithms: ['HS256'],
        clockTolerance: clockToleranceSeconds,
        currentDate: now,
        requiredClaims: ['sub', 'exp']
      })
      const audience = payload.aud
      if (audience !== undefined && ![audience].flat().includes(agentId))
        throw new AppError(
          'wrong_credential',
          'This user token was made for another agent (aud). Sign one for this agent.'
        )
      const userId = userIdFrom(payload.sub)
      return {
        userId,
        traits: traitsFrom(payload.traits),
        tokenHash: createHash('sha256').update(token).digest(),
        oneBrowser: payload.jti !== undefined,
        expiresAt: new Date((payload.exp ?? 0) * 1000)
      }
    } catch (fault) {
      if (fault instanceof AppError) throw fault
      if (fault instanceof joseErrors.JWTExpired)
        throw new AppError('expired_token', 'This user token has expired. Sign a new one for the signed-in user.')
      lastFault = fault
    }
  }
  if (lastFault instanceof joseErrors.JWTClaimValidationFailed)
    throw new AppError('wrong_credential', `This user token is not usable: ${lastFault.message}. It needs sub and exp.`)
  throw new AppError(
    'wrong_credential',
    "This user token was not signed with this agent's identity secret (HS256). Nothing was joined; the visitor stays who they were."
  )
}

/**
 * FluentBot's form: hex HMAC-SHA256 over exactly JSON.stringify({name, email, data: data ?? null}). It has no expiry, so
 * what ends it is turning the secret.
 */
export function proveBySignature(visitor: SignedVisitor, secrets: string[], now: Date): Proof {
  const { name, email, data } = visitor
  const forms = [
    JSON.stringify({ name, email, data: data ?? null }),
    JSON.stringify({ name: name ?? null, email: email ?? null, data: data ?? null })
  ]
  const given = Buffer.from(visitor.signature, 'hex')
  const believed = secrets.some(secret =>
    forms.some(form => {
      const expected = createHmac('sha256', secret).update(form).digest()
      return given.length === expected.length && timingSafeEqual(given, expected)
    })
  )
  if (!believed)
    throw new AppError(
      'wrong_credential',
      "The visitor signature does not match {name, email, data} under this agent's identity secret. Nothing was joined."
    )
  const userId = userIdFrom(email ?? undefined)
  const more = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {}
  return {
    userId,
    traits: traitsFrom({ ...more, ...(name ? { name } : {}), email }),
    tokenHash: createHash('sha256')
      .update(visitor.signature)
      .update(forms[0] ?? '')
      .digest(),
    oneBrowser: false,
    expiresAt: new Date(now.getTime() + 365 * 86_400_000)
  }
}

function userIdFrom(value: unknown): string {
  if (typeof value !== 'string' || value.length > 200 || namesNobody(value))
    throw new AppError(
      'invalid',
      'The signed user id names nobody. Sign the id of the signed-in user, and nothing for visitors who are not.',
      {
        field: 'sub'
      }
    )
  return value.trim().replaceAll('\0', '')
}
