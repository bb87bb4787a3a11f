import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'

/** How a form of settings ends: with its button, or with who may press it. */
export function SaveSettings({
  mayWrite,
  isBusy,
  isChanged
}: {
  mayWrite: boolean
  isBusy: boolean
  isChanged: boolean
}) {
  if (!mayWrite) return <p className="text-sm text-ink-faint">An owner or admin can change this.</p>
  return (
    <div>
      <Button type="submit" look="primary" isBusy={isBusy} disabled={!isChanged}>
        {isBusy ? 'Saving…' : 'Save'}
      </Button>
    </div>
  )
}

type NumberProps = {
  label: string
  hint: string
  error: string | undefined
  most: number
  isDisabled: boolean
  /** As it is typed. */
  value: string
  onChange: (value: string) => void
}

/** A whole number from one on. */
export function NumberSetting({ label, hint, error, most, isDisabled, value, onChange }: NumberProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {state => (
        <Input
          {...state}
          type="number"
          required
          min={1}
          max={most}
          className="max-w-32"
          disabled={isDisabled}
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
