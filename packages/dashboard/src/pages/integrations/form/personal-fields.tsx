import { personalFields, personalRules } from '@foyer/protocol/plain'
import { Field, Select } from '../../../ui/field.tsx'
import { Section } from '../../../ui/page.tsx'
import type { Given } from './given.ts'

const fieldWords: Record<(typeof personalFields)[number], string> = {
  email: 'E-mail address',
  phone: 'Phone number',
  name: 'Name',
  address: 'Postal address',
  birthday: 'Birthday',
  ip: 'IP address',
  userAgent: 'Browser (user agent)',
  userId: 'Your user id'
}
const ruleWords: Record<(typeof personalRules)[number], string> = {
  keep: 'Sent as it is',
  hash: 'Sent as its SHA-256 hash',
  verified: 'Sent only where it was proven',
  drop: 'Never sent'
}

/** What of a person leaves, wherever it stands in an event. */
export function PersonalFields({ form, write, faultAt }: Given) {
  return (
    <Section
      title="Personal data"
      hint="Wherever these stand in an event: in its properties, in traits, or in what is known of the visitor."
    >
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {personalFields.map(field => (
          <Field key={field} label={fieldWords[field]} error={faultAt(`personal.${field}`)}>
            {state => (
              <Select
                {...state}
                value={form.personal[field] ?? 'keep'}
                onChange={event => {
                  const { [field]: _before, ...others } = form.personal
                  const rule = personalRules.find(one => one === event.target.value)
                  write({ personal: rule === undefined || rule === 'keep' ? others : { ...others, [field]: rule } })
                }}
              >
                {personalRules.map(rule => (
                  <option key={rule} value={rule}>
                    {ruleWords[rule]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ))}
      </div>
    </Section>
  )
}
