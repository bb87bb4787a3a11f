import { Field, Input } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { faultIn, type Given } from './field-fault.ts'

export function Named(given: Given) {
  const { form, write } = given
  return (
    <Section
      title="Name"
      hint="Visitors see it beside every answer. A name that says it is no person is the honest one."
    >
      <Field label="Name" isLabelHidden error={faultIn(given, 'name')}>
        {state => (
          <Input
            {...state}
            maxLength={60}
            className="max-w-sm"
            value={form.name}
            onChange={event => write({ name: event.target.value })}
          />
        )}
      </Field>
    </Section>
  )
}
