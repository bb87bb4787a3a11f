import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { SignedVisitor } from '@foyer/protocol'
import { errors as joseErrors, jwtVerify } from 'jose'
import { AppError } from '../http/index.ts'
import { depthOf, type Traits, traitsFrom } from './traits.ts'

/** A user the team's own server vouches for. */
export type Proof = {
  userId: string
  traits: Traits
  /** What was signed out of, or bears a jti another browser used, is not believed again. null where every proof is alike. */
  tokenHash: Buffer | null
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
  'unknown',
  'test',
  '(null)',
  'n/a',
  '{}',
  '[]',
  'id',
  'userid',
  'user_id',
  'distinct_id',
  'not_authenticated',
  'example@example.com',
  'email'
])

// An object or a template that was written out instead of what it stands for, and an id of nothing but zeros.
const unwritten = /^(\[object \w+\]|\{\{.*\}\}|\$\{.*\}|<%.*%>|%\w+%|[0-]+)$/

export const namesNobody = (value: string) => {
  const plain = value
    .trim()
    .toLowerCase()
    .replace(/^["']+|["']+$/g, '')
    .trim()
  return plain === '' || nobody.has(plain) || unwritten.test(plain)
}

const clockToleranceSeconds = 60
const longestLifeMs = 10 * 365 * 86_400_000
const deepestData = 20

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
        // Of what was signed: the same signature can be spelt in several ways.
        tokenHash: createHash('sha256')
          .update(token.slice(0, token.lastIndexOf('.')))
          .digest(),
        oneBrowser: payload.jti !== undefined,
        // Some write "never" as a year that no store can hold.
        expiresAt: new Date(Math.min((payload.exp ?? 0) * 1000, now.getTime() + longestLifeMs))
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
  // A signature is over text, and text of any depth cannot be written: 5 000 levels overflow the stack.
  if (!depthOf(data, deepestData))
    throw new AppError('invalid', `visitor.data is nested more than ${deepestData} levels deep.`, {
      field: 'visitor.data'
    })
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
    tokenHash: null,
    oneBrowser: false,
    expiresAt: new Date(now.getTime() + longestLifeMs)
  }
}

/** A server that brings a secret key needs no signature: who holds the one could make the other. */
export const vouchedFor = (userId: string, traits: Traits, now: Date): Proof => ({
  userId: userIdFrom(userId),
  traits,
  tokenHash: null,
  oneBrowser: false,
  expiresAt: new Date(now.getTime() + longestLifeMs)
})

function userIdFrom(value: unknown): string {
  if (typeof value === 'string' ? value.length > 200 : value !== undefined && value !== null)
    throw new AppError('invalid', 'The signed user id must be a text of at most 200 characters.', { field: 'sub' })
  if (typeof value !== 'string' || namesNobody(value.replaceAll('\0', '')))
    throw new AppError(
      'invalid',
      'The signed user id names nobody. Sign the id of the signed-in user, and nothing for visitors who are not.',
      { field: 'sub' }
    )
  return value.replaceAll('\0', '').trim()
}
