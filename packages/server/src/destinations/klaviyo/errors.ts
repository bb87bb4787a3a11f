import type { ErrorRow } from '../kind.ts'

export const errors: ErrorRow[] = [
  { status: [409], is: 'delivered', advice: 'Klaviyo has this one already.' },
  { status: [400, 422], is: 'invalid', advice: 'Klaviyo does not take one of the values.' },
  {
    status: [401],
    is: 'misconfigured',
    advice: 'Klaviyo does not know this key. Make a new one under Settings → API keys, and save it here.'
  },
  {
    status: [403],
    is: 'misconfigured',
    advice:
      'The key may not do this. It needs full access to Events and Profiles; make a new one, as a key’s rights cannot be changed.'
  },
  { status: [404], is: 'misconfigured', advice: 'Klaviyo has nothing at this address. Check address and revision.' },
  {
    status: [406, 410],
    is: 'misconfigured',
    advice: 'Klaviyo has ended this revision of its API. Raise it in the settings.'
  }
]
