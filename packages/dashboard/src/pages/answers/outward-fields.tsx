import { Field, Input } from '../../ui/field.tsx'
import { faultIn, type Given } from './field-fault.ts'

/** Where a question is sent. */
export function AddressField(props: Given & { name: 'baseUrl' | 'webhookUrl'; label: string; placeholder: string }) {
  const { form, write, name, label, placeholder } = props
  return (
    <Field label={label} error={faultIn(props, name)}>
      {state => (
        <Input
          {...state}
          inputMode="url"
          spellCheck={false}
          placeholder={placeholder}
          value={form[name]}
          onChange={event => write({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
}

type NumberName = 'maxTokens' | 'tokensADay' | 'openaiSeconds' | 'webhookSeconds'

export function NumberField(
  props: Given & { name: NumberName; label: string; hint?: string; least: number; most: number }
) {
  const { form, write, name, label, hint, least, most } = props
  return (
    <Field label={label} hint={hint} error={faultIn(props, name)}>
      {state => (
        <Input
          {...state}
          type="number"
          min={least}
          max={most}
          value={form[name]}
          onChange={event => write({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
}

/** How long an answer is waited for. */
export const SecondsField = (props: Given & { name: 'openaiSeconds' | 'webhookSeconds'; hint?: string }) => (
  <NumberField {...props} label="Give up after, in seconds" least={1} most={120} />
)
