import type { ErrorRow } from '../kind.ts'

const later = (says: string, advice: string): ErrorRow => ({ says, is: 'retry', advice })
const stopped = (says: string, advice: string): ErrorRow => ({ says, is: 'misconfigured', advice })
const own = 'Meta has a problem of its own. It is sent again.'
const slower = 'Meta asks for fewer requests. It is sent again.'
const newToken = 'Generate a new one in Events Manager → Settings → Conversions API, and save it here.'

/** By `error.code`, with `error.error_subcode` behind a stroke where it says more. */
export const errors: ErrorRow[] = [
  stopped('190', `The access token is not valid any more. ${newToken}`),
  stopped('102', `The access token is not valid any more. ${newToken}`),
  stopped(
    '100/33',
    'Meta knows no such pixel, or the token may not write to it. Check the pixel ID, and that the token is of this pixel.'
  ),
  stopped('803', 'Meta knows no such pixel. Check the pixel ID.'),
  stopped('3', 'The token’s app may not do this. Generate the token in Events Manager.'),
  stopped('10', `The token may not write to this pixel. ${newToken}`),
  stopped('200', `The token may not write to this pixel. ${newToken}`),
  stopped('2635', 'Meta has ended this version of its API. Raise the version in the settings.'),
  {
    says: '100/2804003',
    is: 'invalid',
    reason: 'too_old',
    advice: 'The event is older than the seven days Meta takes.'
  },
  later('1', own),
  later('2', own),
  later('368', 'Meta has blocked this for a while. It is sent again; look into Events Manager.'),
  later('5000', own),
  later('4', slower),
  later('17', slower),
  later('341', slower),
  later('613', slower),
  later('80003', slower),
  later('80004', slower),
  later('transient', own),
  { says: '100', is: 'invalid', advice: 'Meta does not take one of the values.' }
]
