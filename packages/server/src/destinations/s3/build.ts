import { gzipSync } from 'node:zlib'
import { under } from '../fields.ts'
import type { Built, Mapped, Moment, Settings } from '../kind.ts'
import { parquetOf } from './parquet.ts'
import { encodedKey, withSignature } from './sign.ts'

/** More would hold up everything else while it is packed. */
const mostChars = 64 * 1024 * 1024

export function build(mapped: readonly Mapped[], at: Moment): Built {
  const lines = mapped.map(one => JSON.stringify(one.fields))
  if (lines.reduce((sum, line) => sum + line.length, 0) > mostChars)
    return { invalid: 'These events together are larger than 64 MB.', reason: 'too_large' }
  const isParquet = at.settings.format === 'parquet'
  const body = isParquet ? parquetOf(mapped.map(one => one.fields)) : new Uint8Array(gzipSync(`${lines.join('\n')}\n`))
  const url = new URL(addressOf(at.settings, keyOf(mapped, at, isParquet ? 'parquet' : 'ndjson.gz')))
  const { region, access_key_id: id, secret_access_key: secret } = at.settings
  return {
    request: {
      method: 'PUT',
      url: url.href,
      headers: withSignature(
        {
          method: 'PUT',
          url,
          headers: { 'content-type': isParquet ? 'application/vnd.apache.parquet' : 'application/gzip' },
          body
        },
        { accessKeyId: String(id), secretAccessKey: String(secret), region: String(region), now: at.now }
      ),
      body
    }
  }
}

/** The same events sent again have the same name: the second file is written over the first. */
function keyOf(mapped: readonly Mapped[], at: Moment, ending: string): string {
  const time = new Date(mapped[0]?.event.timeMs ?? 0).toISOString()
  const folder = at.settings.prefix ? `${at.settings.prefix}/` : ''
  return `${folder}event_date=${time.slice(0, 10)}/hour=${time.slice(11, 13)}/${at.deliveryId}.${ending}`
}

/** The bucket is a part of the host at Amazon, unless a dot in its name would break the certificate; elsewhere it leads the path. */
function addressOf({ bucket, region, endpoint }: Settings, key: string): string {
  const isOwnHost = !endpoint && !String(bucket).includes('.')
  if (isOwnHost) return `https://${bucket}.s3.${region}.amazonaws.com/${encodedKey(key)}`
  return under(endpoint || `https://s3.${region}.amazonaws.com`, `/${bucket}/${encodedKey(key)}`)
}
