import type { ErrorRow } from '../kind.ts'

const stopped = (says: string, advice: string): ErrorRow => ({ says, is: 'misconfigured', advice })
const later = (says: string): ErrorRow => ({
  says,
  is: 'retry',
  advice: 'The store has a problem of its own, or is asked too fast. It is sent again.'
})
const region = 'The bucket is in another region. Give that one in the settings.'

/** By the `Code` of S3’s answer. */
export const errors: ErrorRow[] = [
  stopped('AccessDenied', 'The key may not write into this bucket. Its user needs s3:PutObject for it.'),
  stopped('AllAccessDisabled', 'Amazon has closed this bucket. Look into your account.'),
  stopped('AccountProblem', 'Something is wrong with your account at Amazon.'),
  stopped('InvalidAccessKeyId', 'The store does not know this access key ID. Check it, or make a new key.'),
  stopped('SignatureDoesNotMatch', 'The secret access key does not belong to this access key ID. Save it once more.'),
  stopped('ExpiredToken', 'The key has expired. Make one that stays.'),
  stopped('InvalidToken', 'The key is a temporary one, which needs more than it. Make one that stays.'),
  stopped('NoSuchBucket', 'There is no bucket of this name. Check name and region.'),
  stopped('InvalidBucketName', 'There can be no bucket of this name.'),
  stopped('PermanentRedirect', region),
  stopped('TemporaryRedirect', region),
  stopped('AuthorizationHeaderMalformed', region),
  stopped('IllegalLocationConstraintException', region),
  stopped('RequestTimeTooSkewed', 'The clock of this server is more than 15 minutes off. Set it right.'),
  stopped('KMS.DisabledException', 'The key that encrypts the bucket is turned off.'),
  later('SlowDown'),
  later('InternalError'),
  later('ServiceUnavailable'),
  later('RequestTimeout'),
  later('OperationAborted'),
  { says: 'EntityTooLarge', is: 'invalid', advice: 'The file is larger than the store takes.' }
]
