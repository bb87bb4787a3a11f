import type { MappingRule } from '@foyer/protocol'
import { Plus } from 'lucide-react'
import { SuggestField } from '../../../analytics/filters/suggest-field.tsx'
import { Button } from '../../../ui/button.tsx'
import { ChoiceButton } from '../../../ui/choice-button.tsx'
import { FilterChip } from '../../../ui/filter-chip.tsx'
import { ConditionFields } from './condition-fields.tsx'
import { useEditing } from './editing.ts'
import { ProblemAt } from './problem-text.tsx'

const types = ['page', 'track', 'click', 'scroll', 'exit', 'identify', 'screen', 'group', 'conversation'] as const

type Props = { rule: MappingRule; place: string; onChange: (change: Partial<MappingRule>) => void }

/** Which events a rule wants: of a type, of a name, under conditions. */
export function WhichEvents({ rule, place, onChange }: Props) {
  const { names: offered } = useEditing()
  const { on, where = [] } = rule
  const names = on.names ?? []
  const changeOn = (next: MappingRule['on']) => {
    const kept = Object.entries(next).filter(([, list]) => list.length > 0)
    onChange({ on: Object.fromEntries(kept) })
  }
  const chosen = on.types ?? []
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 text-sm font-medium">Which events</legend>
        <div className="flex flex-wrap gap-1">
          <ChoiceButton isOn={chosen.length === 0} onClick={() => changeOn({ ...on, types: [] })}>
            All types
          </ChoiceButton>
          {types.map(type => (
            <ChoiceButton
              key={type}
              isOn={chosen.includes(type)}
              onClick={() =>
                changeOn({
                  ...on,
                  types: chosen.includes(type) ? chosen.filter(one => one !== type) : [...chosen, type]
                })
              }
            >
              {type}
            </ChoiceButton>
          ))}
        </div>
        <div className="flex flex-wrap items-center gap-1.5">
          {names.map(name => (
            <FilterChip
              key={name}
              label="Name"
              value={name}
              onRemove={() => changeOn({ ...on, names: names.filter(one => one !== name) })}
            />
          ))}
          <SuggestField
            label="Add a name of an event"
            shown=""
            takesAny
            isMulti
            placeholder={names.length === 0 ? 'Any name' : 'Another name'}
            suggestions={offered.filter(name => !names.includes(name)).map(name => ({ value: name, label: name }))}
            onPick={name => !names.includes(name) && changeOn({ ...on, names: [...names, name] })}
          />
        </div>
        <ProblemAt place={`${place}.on`} />
        <ProblemAt place={`${place}.on.types`} />
        <ProblemAt place={`${place}.on.names`} />
      </fieldset>
      <div className="flex flex-col gap-2">
        {where.map((condition, index) => (
          <ConditionFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no other name while it is typed
            key={index}
            condition={condition}
            place={`${place}.where.${index}`}
            onChange={next => onChange({ where: where.with(index, next) })}
            onRemove={() => onChange({ where: where.toSpliced(index, 1) })}
          />
        ))}
        <Button
          size="small"
          look="quiet"
          className="self-start"
          icon={<Plus aria-hidden className="size-3.5" />}
          onClick={() => onChange({ where: [...where, { path: '', op: 'isSet' }] })}
        >
          {where.length === 0 ? 'Only where' : 'And where'}
        </Button>
      </div>
    </div>
  )
}
