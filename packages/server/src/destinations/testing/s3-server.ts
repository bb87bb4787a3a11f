import { createHash, createHmac } from 'node:crypto'
import { type Asked, openVendor, type Said } from './vendor.ts'

type Account = { bucket: string; region: string; accessKeyId: string; secretAccessKey: string }

/** A store that checks a signature as S3 does: from what arrived, and not from how it was made. */
export async function openS3(account: Account) {
  const objects = new Map<string, Buffer>()
  const vendor = await openVendor(asked => {
    const wrong = fault(asked, account)
    if (wrong) return wrong
    const [, bucket, ...key] = decodeURIComponent(asked.path).split('/')
    if (bucket !== account.bucket) return refused(404, 'NoSuchBucket', 'The specified bucket does not exist')
    objects.set(key.join('/'), asked.body)
    return { status: 200, headers: { etag: `"${createHash('md5').update(asked.body).digest('hex')}"` } }
  })
  return { ...vendor, objects }
}

function fault(asked: Asked, account: Account): Said | undefined {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request,SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
      String(asked.headers.authorization)
    )
  const at = String(asked.headers['x-amz-date'])
  if (asked.method !== 'PUT' || !given) return refused(403, 'AccessDenied', 'Access Denied')
  const [, keyId, day = '', region = '', names = '', signature] = given
  if (keyId !== account.accessKeyId)
    return refused(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.')
  if (region !== account.region)
    return refused(
      400,
      'AuthorizationHeaderMalformed',
      `the region '${region}' is wrong`,
      `<Region>${account.region}</Region>`
    )
  const time = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(time - Date.now()) < 15 * 60_000))
    return refused(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.'
    )
  const hash = createHash('sha256').update(asked.body).digest('hex')
  if (asked.headers['x-amz-content-sha256'] !== hash)
    return refused(400, 'XAmzContentSHA256Mismatch', 'The provided hash does not match what was computed.')
  const lines = names.split(';').map(name => `${name}:${String(asked.headers[name] ?? '').trim()}\n`)
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every(name => names.split(';').includes(name)))
    return refused(403, 'AccessDenied', 'There were headers present in the request which were not signed')
  const canonical = `PUT\n${asked.path}\n\n${lines.join('')}\n${names}\n${hash}`
  const toSign = `AWS4-HMAC-SHA256\n${at}\n${day}/${region}/s3/aws4_request\n${createHash('sha256').update(canonical).digest('hex')}`
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const key = mac(mac(mac(mac(`AWS4${account.secretAccessKey}`, day), region), 's3'), 'aws4_request')
  if (mac(key, toSign).toString('hex') !== signature)
    return refused(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.'
    )
  return undefined
}

const refused = (status: number, code: string, message: string, more = ''): Said => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}<RequestId>4442587FB7D0A2F9</RequestId></Error>`
})
