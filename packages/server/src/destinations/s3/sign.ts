import { createHash, createHmac } from 'node:crypto'

export type Signing = { accessKeyId: string; secretAccessKey: string; region: string; now: Date }
type Unsigned = { method: string; url: URL; headers: Record<string, string>; body: string | Uint8Array }

/** As RFC 3986 has it: `encodeURIComponent` leaves five more as they are. */
const encoded = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
export const encodedKey = (key: string) => key.split('/').map(encoded).join('/')

/**
 * AWS Signature Version 4, in the header. The path of the address is taken as it stands, since S3 wants it encoded once.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function withSignature(request: Unsigned, signing: Signing): Record<string, string> {
  const at = signing.now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
  const day = at.slice(0, 8)
  const bodyHash = createHash('sha256').update(request.body).digest('hex')
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-content-sha256': bodyHash,
    'x-amz-date': at
  }
  const named = Object.entries({ ...headers, host: request.url.host })
    .map(([name, value]) => [name.toLowerCase(), value.trim().replaceAll(/ +/g, ' ')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const names = named.map(([name]) => name).join(';')
  const query = [...request.url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&')
  const canonical = [
    request.method,
    request.url.pathname,
    query,
    ...named.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    bodyHash
  ].join('\n')
  const scope = `${day}/${signing.region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', at, scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = [day, signing.region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (before, part) => createHmac('sha256', before).update(part).digest(),
    `AWS4${signing.secretAccessKey}`
  )
  const signature = createHmac('sha256', key).update(toSign).digest('hex')
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${signing.accessKeyId}/${scope},SignedHeaders=${names},Signature=${signature}`
  }
}
