import type { MappingRule, Target } from '@foyer/protocol'
import { mappingLimits } from '@foyer/protocol/plain'
import { Field, Input, Select } from '../../../ui/field.tsx'
import { problemAt, useEditing } from './editing.ts'
import { RuleFields } from './rule-fields.tsx'
import { WhichEvents } from './which-events.tsx'

type Props = {
  rule: MappingRule
  was: MappingRule | undefined
  targets: readonly Target[]
  place: string
  isFixed: boolean
  onChange: (change: Partial<MappingRule>) => void
}

export function RuleForm({ rule, was, targets, place, isFixed, onChange }: Props) {
  const { problems } = useEditing()
  const target = targets.find(one => one.to === rule.to)
  return (
    <fieldset disabled={isFixed} className="flex min-w-0 flex-col gap-5">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Name" error={problemAt(problems, `${place}.name`)}>
          {state => (
            <Input
              {...state}
              maxLength={mappingLimits.nameChars}
              value={rule.name}
              onChange={({ target: { value } }) => onChange({ name: value })}
            />
          )}
        </Field>
        <Field label="Becomes" hint={target?.help} error={problemAt(problems, `${place}.to`)}>
          {state => (
            <Select {...state} value={rule.to} onChange={({ target: { value } }) => onChange({ to: value })}>
              {!target && <option value={rule.to}>{rule.to}</option>}
              {targets.map(one => (
                <option key={one.to} value={one.to}>
                  {one.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <WhichEvents rule={rule} place={place} onChange={onChange} />
      <section aria-label="Fields" className="flex flex-col gap-1">
        <h3 className="text-sm font-medium">Fields</h3>
        <RuleFields
          rule={rule}
          was={was}
          target={target}
          place={`${place}.fields`}
          isFixed={isFixed}
          onChange={fields => onChange({ fields })}
        />
      </section>
    </fieldset>
  )
}
