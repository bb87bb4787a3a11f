import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field, Input } from '../ui/field.tsx'
import { type Days, isSpan } from './ranges.ts'

type Props = { days: Days; today: string; timezone: string; onChoose: (days: Days) => void; onClose: () => void }

/** Any days from the one to the other. */
export function OwnRange({ days, today, timezone, onChoose, onClose }: Props) {
  const [from, setFrom] = useState(days.from)
  const [to, setTo] = useState(days.to)
  const [isTried, setTried] = useState(false)
  const fault = isSpan(from, to)
    ? undefined
    : from > to
      ? 'The last day must not be before the first.'
      : 'Give two days, at most ten years apart.'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (fault === undefined) onChoose({ from, to })
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Choose the days"
      description={`Both days are meant with all their hours, by the clocks of ${timezone}.`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="own-range" look="primary">
            Show these days
          </Button>
        </>
      }
    >
      <form id="own-range" noValidate onSubmit={submit} className="grid grid-cols-2 gap-3">
        <Field label="First day">
          {state => (
            <Input {...state} type="date" max={today} value={from} onChange={event => setFrom(event.target.value)} />
          )}
        </Field>
        <Field label="Last day" error={isTried ? fault : undefined}>
          {state => (
            <Input {...state} type="date" max={today} value={to} onChange={event => setTo(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
