import { onlyOne, record, textOf, under } from '../fields.ts'
import type { Built, Mapped, Moment } from '../kind.ts'

/** https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling */
const most = { properties: 400, bodyBytes: 5_000_000 }

export function build(mapped: readonly Mapped[], at: Moment): Built {
  const one = onlyOne(mapped)
  const profile = profileOf(record(one.fields.profile))
  if (!['email', 'phone_number', 'external_id', 'anonymous_id'].some(id => profile[id] !== undefined))
    return {
      invalid: 'Klaviyo has to know whose it is: map an e-mail address, a phone number or an id.',
      reason: 'no_profile'
    }
  if (Object.keys(record(one.fields.properties)).length > most.properties)
    return { invalid: 'Klaviyo takes 400 properties of an event. Map fewer.', reason: 'too_many_properties' }
  const body = JSON.stringify({
    data: one.to === 'profile' ? { type: 'profile', attributes: profile } : eventOf(one, profile)
  })
  if (Buffer.byteLength(body) > most.bodyBytes)
    return { invalid: 'Klaviyo takes 5 MB, and this event is larger. Map fewer of its fields.', reason: 'too_large' }
  return {
    request: {
      method: 'POST',
      url: under(at.settings.endpoint, one.to === 'profile' ? '/api/profile-import' : '/api/events'),
      headers: {
        'content-type': 'application/vnd.api+json',
        accept: 'application/vnd.api+json',
        authorization: `Klaviyo-API-Key ${at.settings.api_key}`,
        revision: String(at.settings.revision)
      },
      body
    }
  }
}

function eventOf({ fields, event }: Mapped, profile: Record<string, unknown>) {
  const { value, value_currency: currency } = fields
  return {
    type: 'event',
    attributes: {
      properties: record(fields.properties),
      time: new Date(event.timeMs).toISOString(),
      ...(value === undefined ? {} : { value, ...(currency === undefined ? {} : { value_currency: currency }) }),
      unique_id: event.id,
      metric: { data: { type: 'metric', attributes: { name: textOf(fields.metric) } } },
      profile: { data: { type: 'profile', attributes: profile } }
    }
  }
}

/** A number that is none as Klaviyo writes them would have it refuse the whole event. */
function profileOf(given: Record<string, unknown>): Record<string, unknown> {
  const { phone_number: phone, ...others } = given
  const digits = textOf(phone).replaceAll(/[\s().-]+/g, '')
  return { ...others, ...(/^\+[1-9]\d{6,14}$/.test(digits) ? { phone_number: digits } : {}) }
}
