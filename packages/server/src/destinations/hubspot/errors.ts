import type { ErrorRow } from '../kind.ts'

const newToken = 'Look under Settings → Integrations → Private apps, and save the token here.'

/** By the status, and by what HubSpot calls the `category` of an error. */
export const errors: ErrorRow[] = [
  { says: 'INVALID_AUTHENTICATION', is: 'misconfigured', advice: `HubSpot does not know this token. ${newToken}` },
  { says: 'EXPIRED_AUTHENTICATION', is: 'misconfigured', advice: `The token has expired. ${newToken}` },
  {
    says: 'MISSING_SCOPES',
    is: 'misconfigured',
    advice:
      'The private app lacks a scope. It needs crm.objects.contacts.read and .write, and behavioral_events.event_definitions.read_write for events.'
  },
  { status: [401], is: 'misconfigured', advice: `HubSpot does not know this token. ${newToken}` },
  {
    status: [403],
    is: 'misconfigured',
    advice: 'The private app may not do this, or your plan has no custom events (they need Enterprise).'
  },
  { status: [207], is: 'invalid', reason: 'partly', advice: 'HubSpot did not take this contact.' },
  {
    status: [404],
    is: 'invalid',
    advice: 'HubSpot has no event of this name. Define it there, or map another name.'
  },
  {
    status: [400],
    is: 'invalid',
    advice: 'HubSpot does not take one of the values. Properties have to be defined there first.'
  },
  { status: [409], is: 'retry', advice: 'HubSpot was changing the same contact at that moment. It is sent again.' },
  { status: [423], is: 'retry', advice: 'HubSpot has locked this for a moment. It is sent again.' },
  {
    status: [477],
    is: 'retry',
    advice: 'HubSpot is moving your account to another place, which takes up to a day. It is sent again.'
  }
]
