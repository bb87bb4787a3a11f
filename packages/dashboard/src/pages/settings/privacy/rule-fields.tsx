import type { KeptIp, KeptPlace } from '@foyer/protocol'
import { longestKeptDays } from '@foyer/protocol/plain'
import { Field, Input, Select } from '../../../ui/field.tsx'
import { ipChoices, placeChoices } from './privacy-words.ts'

/** As it is being typed: the days are a number only when they are saved. */
export type RuleDraft = { ip: KeptIp; place: KeptPlace; days: string }

type Props = { rule: RuleDraft; isFixed: boolean; onChange: (change: Partial<RuleDraft>) => void }

export function RuleFields({ rule, isFixed, onChange }: Props) {
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Field label="IP address">
        {state => (
          <Select
            {...state}
            disabled={isFixed}
            value={rule.ip}
            onChange={event => {
              const chosen = ipChoices.find(choice => choice.value === event.target.value)
              if (chosen) onChange({ ip: chosen.value })
            }}
          >
            {ipChoices.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Place">
        {state => (
          <Select
            {...state}
            disabled={isFixed}
            value={rule.place}
            onChange={event => {
              const chosen = placeChoices.find(choice => choice.value === event.target.value)
              if (chosen) onChange({ place: chosen.value })
            }}
          >
            {placeChoices.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Forgotten after, in days">
        {state => (
          <Input
            {...state}
            type="number"
            required
            min={1}
            max={longestKeptDays}
            step={1}
            disabled={isFixed}
            value={rule.days}
            onChange={event => onChange({ days: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}
