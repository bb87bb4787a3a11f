import { createHmac, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { Settings } from '../kind.ts'

export const algorithms = ['RS256', 'ES256', 'HS256'] as const
type Algorithm = (typeof algorithms)[number]

/** Long enough for a slow answer; a later try signs anew. */
const secondsGood = 600

/** What is wrong with a signing key, in a sentence. */
export function keyProblem(algorithm: string, key: string): string | undefined {
  if (algorithm === 'HS256')
    return Buffer.byteLength(key) < 32 ? 'A secret for HS256 has at least 32 characters.' : undefined
  const read = privateKey(key)
  if (!read)
    return `Give the private key for ${algorithm} in PEM form, with its BEGIN and END lines and without a password.`
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = read
  if (algorithm === 'ES256')
    return type === 'ec' && details?.namedCurve === 'prime256v1'
      ? undefined
      : 'ES256 needs an EC key of the curve P-256.'
  if (type !== 'rsa') return 'RS256 needs an RSA key.'
  return (details?.modulusLength ?? 0) < 2048 ? 'RS256 needs an RSA key of at least 2048 bits.' : undefined
}

/** Pasted as one line, a PEM has `\n` where its lines end. */
function privateKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem.replaceAll('\\n', '\n'))
  } catch {
    // What is no key is told by keyProblem, in a sentence.
    return undefined
  }
}

/**
 * Who a signed-in visitor is, as a JWT that LivePerson can check against the team's public key. Signed here and not by jose, which
 * answers later: a request is built at once.
 */
export function signedSubject(userId: string, settings: Settings, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000)
  const algorithm = settings.signing_algorithm as Algorithm
  const head = { alg: algorithm, typ: 'JWT', ...(settings.key_id ? { kid: settings.key_id } : {}) }
  const claims = {
    iss: settings.token_issuer,
    sub: userId,
    ...(settings.token_audience ? { aud: settings.token_audience } : {}),
    acr: 'loa1',
    iat: seconds,
    exp: seconds + secondsGood
  }
  const text = `${encoded(head)}.${encoded(claims)}`
  return `${text}.${signature(algorithm, String(settings.signing_key), text)}`
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

function signature(algorithm: Algorithm, key: string, text: string): string {
  if (algorithm === 'HS256') return createHmac('sha256', key).update(text).digest('base64url')
  const read = privateKey(key)
  if (!read) throw new TypeError('the signing key was checked when it was saved, and is no key')
  return sign('sha256', Buffer.from(text), { key: read, dsaEncoding: 'ieee-p1363' }).toString('base64url')
}
