import { lackingCurrency, record, textOf, under, withCurrency } from '../fields.ts'
import type { Built, Mapped, Moment, Settings } from '../kind.ts'
import { hashed } from './personal.ts'

export function build(given: readonly Mapped[], at: Moment): Built {
  const mapped = given.map(one => withCurrency(one, 'custom_data', at.settings))
  const lacking = lackingCurrency(mapped, 'custom_data', ['Purchase'])
  if (lacking) return lacking
  const { endpoint, api_version: version, pixel_id: pixel, access_token: token, test_event_code: test } = at.settings
  return {
    request: {
      method: 'POST',
      url: under(endpoint, `/${version}/${pixel}/events`),
      // In the header: an address stands in logs.
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        data: mapped.map(one => eventOf(one, at.settings)),
        ...(test ? { test_event_code: test } : {})
      })
    }
  }
}

function eventOf({ to, fields, event }: Mapped, settings: Settings): Record<string, unknown> {
  const { user_data: person, event_name: name, ...others } = fields
  return {
    event_name: to === 'event' ? textOf(name).slice(0, 50) : to,
    event_time: Math.floor(event.timeMs / 1000),
    event_id: event.id,
    action_source: 'website',
    ...others,
    user_data: hashed(withClick(record(person), event.url, event.timeMs)),
    ...(settings.limited_data_use === true
      ? { data_processing_options: ['LDU'], data_processing_options_country: 0, data_processing_options_state: 0 }
      : {})
  }
}

/** The form of the _fbc cookie, for the page somebody came to from an advertisement. */
function withClick(person: Record<string, unknown>, url: string, timeMs: number): Record<string, unknown> {
  if (person.fbc !== undefined) return person
  const click = URL.parse(url)?.searchParams.get('fbclid')
  return click ? { ...person, fbc: `fb.1.${timeMs}.${click}` } : person
}
