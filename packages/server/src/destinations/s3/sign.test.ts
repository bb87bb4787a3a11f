import { expect, test } from 'vitest'
import { encodedKey, withSignature } from './sign.ts'

// The examples of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
const signing = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  now: new Date('2013-05-24T00:00:00Z')
}
const bucket = 'https://examplebucket.s3.amazonaws.com'
const scope = 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'

test('an object is put with the signature of Amazon’s own example', () => {
  const headers = withSignature(
    {
      method: 'PUT',
      url: new URL(`${bucket}/${encodedKey('test$file.text')}`),
      headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      body: 'Welcome to Amazon S3.'
    },
    signing
  )
  expect(headers['x-amz-content-sha256']).toBe('44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072')
  expect(headers.authorization).toBe(
    `${scope},SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd`
  )
})

test.each([
  [
    'part of an object',
    '/test.txt',
    { range: 'bytes=0-9' },
    'host;range;x-amz-content-sha256;x-amz-date',
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'
  ],
  [
    'its lifecycle',
    '/?lifecycle',
    {},
    'host;x-amz-content-sha256;x-amz-date',
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'
  ],
  [
    'a list',
    '/?max-keys=2&prefix=J',
    {},
    'host;x-amz-content-sha256;x-amz-date',
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'
  ]
])('and so are Amazon’s other examples: %s', (_what, path, headers, names, signature) => {
  const made = withSignature({ method: 'GET', url: new URL(bucket + path), headers, body: '' }, signing)
  expect(made.authorization).toBe(`${scope},SignedHeaders=${names},Signature=${signature}`)
})

test('a name with signs in it is encoded once', () => {
  expect(encodedKey("event_date=2026-11-26/hour=08/it's (1)*!.gz")).toBe(
    'event_date%3D2026-11-26/hour%3D08/it%27s%20%281%29%2A%21.gz'
  )
})
