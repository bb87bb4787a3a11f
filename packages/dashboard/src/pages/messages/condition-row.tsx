import type { PageCondition, ProactiveCondition, PropertyCondition, ValueOp } from '@foyer/protocol'
import { Plus, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Input, Select } from '../../ui/field.tsx'
import { knownWords, pageOpWords, valueOpWords } from './condition-words.ts'

type Of<Kind extends ProactiveCondition['kind']> = Extract<ProactiveCondition, { kind: Kind }>
type Props<Condition> = { condition: Condition; onChange: (next: Condition) => void }

/** One condition as a sentence with the gaps filled in. */
export function ConditionRow({
  condition,
  onChange,
  onRemove,
  error
}: Props<ProactiveCondition> & { onRemove: () => void; error: string | undefined }) {
  return (
    <li className="flex flex-col gap-1 px-3 py-2.5">
      <div className="flex items-start gap-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1.5 text-sm">
          <Sentence condition={condition} onChange={onChange} />
        </div>
        <IconButton label="Remove this condition" onClick={onRemove}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </div>
      {error && (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
    </li>
  )
}

function Sentence({ condition, onChange }: Props<ProactiveCondition>): ReactNode {
  switch (condition.kind) {
    case 'page':
      return (
        <>
          The page address
          <Choice
            label="How the page is compared"
            value={condition.op}
            words={pageOpWords}
            onChange={op => onChange({ ...condition, op: op as PageCondition['op'] })}
          />
          <Text
            label="Path or address"
            placeholder={condition.op === 'matches' ? '/products/*' : '/pricing'}
            value={condition.value}
            onChange={value => onChange({ ...condition, value })}
          />
        </>
      )
    case 'timeOnPage':
      return (
        <>
          They have looked at the page for
          <Amount
            label="Seconds"
            value={condition.seconds}
            most={3600}
            onChange={seconds => onChange({ ...condition, seconds })}
          />
          seconds
        </>
      )
    case 'timeOnSite':
      return (
        <>
          They have been on the site for
          <Amount
            label="Seconds"
            value={condition.seconds}
            most={86_400}
            onChange={seconds => onChange({ ...condition, seconds })}
          />
          seconds
        </>
      )
    case 'scroll':
      return (
        <>
          They have scrolled
          <Amount
            label="Per cent"
            value={condition.percent}
            most={100}
            onChange={percent => onChange({ ...condition, percent })}
          />
          % of the way down
        </>
      )
    case 'event':
      return <EventSentence condition={condition} onChange={onChange} />
    case 'cart':
      return (
        <>
          Their cart holds at least
          <Amount
            label="Value"
            value={condition.atLeast}
            step="any"
            onChange={atLeast => onChange({ ...condition, atLeast })}
          />
          <Text
            label="Currency, or nothing for any"
            isShort
            placeholder="any"
            value={condition.currency ?? ''}
            onChange={typed => {
              const { currency: _before, ...rest } = condition
              const currency = typed
                .toUpperCase()
                .replace(/[^A-Z]/g, '')
                .slice(0, 3)
              onChange(currency === '' ? rest : { ...rest, currency })
            }}
          />
        </>
      )
    case 'trait':
      return <TraitSentence condition={condition} onChange={onChange} />
    case 'visits':
      return (
        <>
          It is at least their visit number
          <Amount
            label="Visits"
            value={condition.atLeast}
            most={10_000}
            onChange={atLeast => onChange({ ...condition, atLeast })}
          />
        </>
      )
    case 'country':
      return (
        <>
          They are in
          <Several
            label="Country codes"
            placeholder="DE, AT, CH"
            values={condition.in}
            read={text => text.toUpperCase()}
            isGood={code => /^[A-Z]{2}$/.test(code)}
            onChange={codes => onChange({ ...condition, in: codes })}
          />
        </>
      )
    case 'source':
      return (
        <>
          They first came from
          <Several
            label="Sources, as the People page names them"
            placeholder="google, newsletter"
            values={condition.in}
            read={text => text}
            isGood={() => true}
            onChange={sources => onChange({ ...condition, in: sources })}
          />
        </>
      )
    case 'known':
      return (
        <>
          They are
          <Choice
            label="How they are known"
            value={condition.as}
            words={knownWords}
            onChange={as => onChange({ ...condition, as: as as Of<'known'>['as'] })}
          />
        </>
      )
    case 'talked':
      return (
        <>
          They have
          <Choice
            label="Whether they talked with us"
            value={condition.has ? 'yes' : 'no'}
            words={{ no: 'never', yes: 'already' }}
            onChange={has => onChange({ ...condition, has: has === 'yes' })}
          />
          talked with us
        </>
      )
  }
}

function EventSentence({ condition, onChange }: Props<Of<'event'>>) {
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

function TraitSentence({ condition, onChange }: Props<Of<'trait'>>) {
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

function Choice<Words extends Record<string, string>>({
  label,
  value,
  words,
  onChange
}: {
  label: string
  value: string
  words: Words
  onChange: (value: string) => void
}) {
  return (
    <Select aria-label={label} className="w-fit" value={value} onChange={event => onChange(event.target.value)}>
      {Object.entries(words).map(([key, word]) => (
        <option key={key} value={key}>
          {word}
        </option>
      ))}
    </Select>
  )
}

function Text({
  label,
  value,
  onChange,
  placeholder,
  isShort
}: {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
  isShort?: boolean
}) {
  return (
    <span className={isShort ? 'w-28' : 'w-52 max-w-full flex-1 basis-40'}>
      <Input
        aria-label={label}
        title={label}
        placeholder={placeholder}
        maxLength={300}
        spellCheck={false}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    </span>
  )
}

/** Keeps what is typed, also while it is no number yet. */
function Amount({
  label,
  value,
  onChange,
  most,
  step = '1'
}: {
  label: string
  value: number
  onChange: (value: number) => void
  most?: number
  step?: string
}) {
  const [typed, setTyped] = useState(String(value))
  return (
    <span className="w-20">
      <Input
        type="number"
        aria-label={label}
        min={step === '1' ? 1 : 0.01}
        max={most}
        step={step}
        value={typed}
        onChange={event => {
          setTyped(event.target.value)
          onChange(event.target.valueAsNumber || 0)
        }}
      />
    </span>
  )
}

/** A short list, with commas between. */
function Several({
  label,
  placeholder,
  values,
  read,
  isGood,
  onChange
}: {
  label: string
  placeholder: string
  values: readonly string[]
  read: (text: string) => string
  isGood: (value: string) => boolean
  onChange: (values: string[]) => void
}) {
  const [typed, setTyped] = useState(values.join(', '))
  return (
    <span className="w-52 max-w-full flex-1 basis-40">
      <Input
        aria-label={label}
        title={label}
        placeholder={placeholder}
        spellCheck={false}
        value={typed}
        onChange={event => {
          setTyped(event.target.value)
          const all = event.target.value.split(',').map(text => read(text.trim()))
          onChange([...new Set(all.filter(value => value !== '' && isGood(value)))])
        }}
      />
    </span>
  )
}
