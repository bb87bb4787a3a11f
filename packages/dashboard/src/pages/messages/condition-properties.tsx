import type { ProactiveCondition, PropertyCondition, ValueOp } from '@foyer/protocol'
import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Choice, Text } from './condition-blanks.tsx'
import { valueOpWords } from './condition-words.ts'

export type ConditionOf<Kind extends ProactiveCondition['kind']> = Extract<ProactiveCondition, { kind: Kind }>
export type Sentenced<Condition> = { condition: Condition; onChange: (next: Condition) => void }

export function EventSentence({ condition, onChange }: Sentenced<ConditionOf<'event'>>) {
  const where = condition.where ?? []
  const change = (next: PropertyCondition[]) => {
    const { where: _before, ...rest } = condition
    onChange(next.length > 0 ? { ...rest, where: next } : rest)
  }
  return (
    <>
      The page tells of the event
      <Text
        label="Name of the event"
        placeholder="Products Searched"
        value={condition.name}
        onChange={name => onChange({ ...condition, name })}
      />
      {where.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a property has no other name while it is being typed
        <span key={index} className="flex basis-full flex-wrap items-center gap-2 pl-3">
          {index === 0 ? 'with' : 'and'}
          <Text
            label="Property"
            isShort
            placeholder="results"
            value={one.property}
            onChange={property => change(where.with(index, { ...one, property }))}
          />
          <Compared of={one} onChange={next => change(where.with(index, { property: one.property, ...next }))} />
          <IconButton label="Remove this property" isSmall onClick={() => change(where.toSpliced(index, 1))}>
            <X aria-hidden className="size-3.5" />
          </IconButton>
        </span>
      ))}
      {where.length < 5 && (
        <Button
          look="quiet"
          size="small"
          icon={<Plus aria-hidden className="size-3.5" />}
          onClick={() => change([...where, { property: '', op: 'is', value: '' }])}
        >
          {where.length === 0 ? 'with a property' : 'and another'}
        </Button>
      )}
    </>
  )
}

export function TraitSentence({ condition, onChange }: Sentenced<ConditionOf<'trait'>>) {
  const { kind, key, proven } = condition
  return (
    <>
      Their
      <Text
        label="Trait"
        isShort
        placeholder="plan"
        value={key}
        onChange={next => onChange({ ...condition, key: next })}
      />
      <Compared of={condition} onChange={next => onChange({ kind, key, proven, ...next })} />
      <Choice
        label="What counts"
        value={proven ? 'proven' : 'any'}
        words={{ any: 'verified or claimed', proven: 'verified only' }}
        onChange={next => onChange({ ...condition, proven: next === 'proven' })}
      />
    </>
  )
}

type Comparison = { op: ValueOp; value?: string | number | boolean }

function Compared({ of, onChange }: { of: Comparison; onChange: (next: Comparison) => void }) {
  return (
    <>
      <Choice
        label="How it is compared"
        value={of.op}
        words={valueOpWords}
        onChange={next => {
          const op = next as ValueOp
          onChange(op === 'exists' ? { op } : { op, value: of.value ?? '' })
        }}
      />
      {of.op !== 'exists' && (
        <Text
          label="Compared with"
          isShort
          value={String(of.value ?? '')}
          onChange={value => onChange({ op: of.op, value })}
        />
      )}
    </>
  )
}
