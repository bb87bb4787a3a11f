import { useState } from 'react'
import { useTimezone } from '../../session.ts'
import { serverNow } from '../../time/clock.ts'
import { clockTime, dayName } from '../../time/relative.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Picker } from './picker.tsx'
import { readWallTime, snoozeChoices, wallTimeText } from './snooze.ts'

type Props = { title: string; onPick: (until: number) => void; onClose: () => void }

export function SnoozePicker({ title, onPick, onClose }: Props) {
  const timezone = useTimezone()
  const [now] = useState(() => serverNow())
  const [own, setOwn] = useState('')
  const choices = snoozeChoices(now, timezone)
  const chosen = readWallTime(own, timezone)
  const isPast = chosen !== undefined && chosen <= now
  return (
    <Picker
      title={title}
      placeholder="Until when?"
      empty="No such time here. Choose one below."
      choices={choices.map(({ label, until }) => ({
        id: String(until),
        label,
        note: whenText(until, now, timezone)
      }))}
      onPick={id => onPick(Number(id))}
      onClose={onClose}
    >
      <form
        className="flex items-end gap-2"
        onSubmit={event => {
          event.preventDefault()
          if (chosen === undefined || isPast) return
          onPick(chosen)
          onClose()
        }}
      >
        <div className="min-w-0 flex-1">
          <Field
            label={`Another time (${timezone.replaceAll('_', ' ')})`}
            error={isPast ? 'This time is over. Choose one to come.' : undefined}
          >
            {state => (
              <Input
                {...state}
                type="datetime-local"
                min={wallTimeText(now, timezone)}
                value={own}
                onChange={event => setOwn(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Button type="submit" disabled={chosen === undefined || isPast}>
          Snooze
        </Button>
      </form>
    </Picker>
  )
}

function whenText(until: number, now: number, timezone: string): string {
  const at = clockTime(until, timezone)
  return dayName(until, now, timezone) === 'Today' ? at : `${dateText(until, timezone)} ${at}`
}

const dateText = (at: number, timezone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: timezone, weekday: 'short', day: 'numeric', month: 'short' }).format(at)
