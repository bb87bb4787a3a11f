import type { ErrorRow } from '../kind.ts'

const gone = (says: string, advice: string): ErrorRow => ({ says, is: 'misconfigured', advice })
const newWebhook = 'Make a new webhook in your Slack app and save its address here.'

export const errors: ErrorRow[] = [
  { says: 'invalid_payload', is: 'invalid', advice: 'Slack could not read the message. Look at its text beside this.' },
  { says: 'no_text', is: 'invalid', advice: 'The message has no text. Map the text field.' },
  { says: 'user_not_found', is: 'invalid', advice: 'The message names somebody Slack does not know.' },
  { says: 'too_many_attachments', is: 'invalid', advice: 'The message has more attachments than Slack takes (100).' },
  gone('channel_not_found', `The channel is not there any more. ${newWebhook}`),
  gone('channel_is_archived', `The channel was archived. Bring it back, or choose another: ${newWebhook}`),
  gone('action_prohibited', 'An administrator of your Slack does not allow this webhook. Ask them.'),
  gone(
    'posting_to_general_channel_denied',
    'An administrator of your Slack lets nobody post to this channel. Choose another.'
  ),
  gone('no_service', `The webhook was removed or turned off. ${newWebhook}`),
  gone('no_service_id', `The address is cut off. ${newWebhook}`),
  gone('no_active_hooks', `The webhook was turned off. ${newWebhook}`),
  gone('no_team', `Slack does not know the workspace in this address. ${newWebhook}`),
  gone('team_disabled', 'Your Slack workspace is turned off.'),
  gone('invalid_token', `The address is not right, or was revoked. ${newWebhook}`),
  { says: 'rollup_error', is: 'retry', advice: 'Slack has a problem of its own. It is sent again.' },
  {
    says: 'rate_limited',
    is: 'retry',
    advice: 'Slack takes about one message a second for a channel. It is sent again when Slack allows it.'
  }
]
