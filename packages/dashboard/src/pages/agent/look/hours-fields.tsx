import type { AgentLook, Weekday } from '@foyer/protocol'
import { weekdays } from '@foyer/protocol/plain'
import { Plus, X } from 'lucide-react'
import { useSignedIn } from '../../../session.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx'
import { Section } from '../../../ui/page.tsx'
import { fieldFault } from '../../../ui/states.tsx'
import { TimezoneSelect } from '../../../ui/timezone-select.tsx'
import { type DaySpan, dayNames, hoursOf, usualHours, usualSpan, weekOf } from './hours.ts'
import type { LookFields } from './look-fields.tsx'

const replyTimes = { '': 'Nothing is said', minutes: 'A few minutes', hours: 'A few hours', day: 'A day' }
const mostSpansADay = 3

/** When somebody is there, and how long an answer takes otherwise. */
export function HoursFields({ look, set, fault }: LookFields) {
  const { workspace } = useSignedIn()
  const { officeHours: hours, replyTime = '' } = look
  const isSentence = !(replyTime in replyTimes)
  return (
    <Section
      title="When you answer"
      hint="While somebody of the team is there, the chat says so. Otherwise it says when you are back, or how long an answer takes."
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Usual time to an answer">
          {state => (
            <Select
              {...state}
              value={isSentence ? 'sentence' : replyTime}
              onChange={event => {
                const chosen = event.target.value
                set({ replyTime: chosen === 'sentence' ? 'We answer as soon as we can' : chosen || undefined })
              }}
            >
              {Object.entries(replyTimes).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
              <option value="sentence">A sentence of ours</option>
            </Select>
          )}
        </Field>
        {isSentence && (
          <Field label="The sentence" error={fault ? fieldFault(fault, 'look.replyTime') : undefined}>
            {state => (
              <Input
                {...state}
                maxLength={120}
                value={replyTime}
                onChange={event => set({ replyTime: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
      <Checkbox
        label="Office hours"
        hint="Outside them the chat says when you open next, in the visitor’s own time."
        checked={hours !== undefined}
        onChange={event => set({ officeHours: event.target.checked ? usualHours(workspace.timezone) : undefined })}
      />
      {hours && <Week hours={hours} set={set} fault={fault} />}
    </Section>
  )
}

function Week({
  hours,
  set,
  fault
}: {
  hours: NonNullable<AgentLook['officeHours']>
  set: LookFields['set']
  fault: unknown
}) {
  const week = weekOf(hours)
  const change = (day: Weekday, spans: DaySpan[]) =>
    set({ officeHours: hoursOf({ ...week, [day]: spans }, hours.timezone) ?? undefined })
  return (
    <div className="flex flex-col gap-4 rounded-md border border-line p-4">
      <ul className="flex flex-col gap-2">
        {weekdays.map(day => (
          <li key={day} className="flex flex-wrap items-start gap-x-3 gap-y-2">
            <Checkbox
              className="w-32 pt-1.5"
              label={dayNames[day]}
              checked={week[day].length > 0}
              onChange={event => change(day, event.target.checked ? [usualSpan] : [])}
            />
            {week[day].length === 0 && <span className="pt-1.5 text-sm text-ink-faint">Closed</span>}
            <ul className="flex flex-col gap-2">
              {week[day].map((span, at) => (
                <Span
                  // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place; its hours change while they are typed
                  key={at}
                  day={dayNames[day]}
                  span={span}
                  onChange={next => change(day, week[day].toSpliced(at, 1, next))}
                  onRemove={week[day].length > 1 ? () => change(day, week[day].toSpliced(at, 1)) : undefined}
                />
              ))}
            </ul>
            {week[day].length > 0 && week[day].length < mostSpansADay && (
              <IconButton
                label={`More hours on ${dayNames[day]}`}
                onClick={() => change(day, [...week[day], nextSpan(week[day])])}
              >
                <Plus aria-hidden className="size-4" />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-52 flex-1">
          <Field
            label="Time zone of the office"
            error={fault ? fieldFault(fault, 'look.officeHours.timezone') : undefined}
          >
            {state => (
              <TimezoneSelect
                {...state}
                value={hours.timezone}
                onChange={event => set({ officeHours: { ...hours, timezone: event.target.value } })}
              />
            )}
          </Field>
        </div>
        <Button
          onClick={() =>
            set({
              officeHours:
                hoursOf({ ...week, tue: week.mon, wed: week.mon, thu: week.mon, fri: week.mon }, hours.timezone) ??
                undefined
            })
          }
        >
          Monday’s hours to Friday
        </Button>
      </div>
    </div>
  )
}

/** The afternoon after the morning. */
const nextSpan = (spans: readonly DaySpan[]): DaySpan => {
  const last = spans.at(-1)?.to ?? '12:00'
  return last < '22:00' ? { from: last, to: '22:00' } : { from: '22:00', to: '24:00' }
}

function Span({
  day,
  span,
  onChange,
  onRemove
}: {
  day: string
  span: DaySpan
  onChange: (span: DaySpan) => void
  onRemove: (() => void) | undefined
}) {
  const time = (name: keyof DaySpan, label: string) => (
    <Input
      type="time"
      required
      aria-label={`${day}, ${label}`}
      className="w-28"
      // A field of the browser's has no 24:00; midnight at the end of a day is 00:00 there.
      value={span[name] === '24:00' ? '00:00' : span[name]}
      onChange={event => {
        const typed = event.target.value
        if (typed) onChange({ ...span, [name]: name === 'to' && typed === '00:00' ? '24:00' : typed })
      }}
    />
  )
  return (
    <li className="flex items-center gap-2 text-sm">
      {time('from', 'from')}
      <span aria-hidden>–</span>
      {time('to', 'to')}
      {onRemove && (
        <IconButton label={`Remove these hours of ${day}`} isSmall onClick={onRemove}>
          <X aria-hidden className="size-3.5" />
        </IconButton>
      )}
    </li>
  )
}
