import type { ErrorRow } from '../kind.ts'

export const errors: ErrorRow[] = [
  {
    status: [410],
    is: 'misconfigured',
    advice: 'The server says that it wants no more events (410). Turn it on again when it does.'
  },
  {
    status: [400, 422],
    is: 'invalid',
    advice: 'Your server refused this event. Its answer stands beside the request.'
  },
  {
    status: [401, 403],
    is: 'misconfigured',
    advice: 'Your server refused the signature. Check that it knows this signing secret.'
  }
]
