import type { ErrorRow } from '../kind.ts'

export const errors: ErrorRow[] = [
  { status: [400], is: 'invalid', advice: 'It could not read this event (400). Its answer stands beside the request.' },
  {
    status: [401, 403],
    is: 'misconfigured',
    advice:
      'It does not know this write key. Copy it again from the settings of your source; Jitsu wants id and secret with a colon between.'
  },
  {
    status: [402],
    is: 'misconfigured',
    advice: 'It takes no more events on its plan (402). Look at your quota there, then turn this on again.'
  },
  {
    status: [404],
    is: 'misconfigured',
    advice: 'There is no such source, or it is turned off (404). Check the address and that the source is enabled.'
  },
  {
    status: [413],
    reason: 'too_large',
    is: 'invalid',
    advice: 'The event is larger than it takes (32 KB at Segment). Map fewer of its fields.'
  }
]
