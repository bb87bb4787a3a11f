import { useState } from 'react'
import { BreakdownSelect } from '../../../analytics/choice/breakdown-select.tsx'
import { stepWords } from '../../../analytics/choice/choice-words.ts'
import { spanWords } from '../../../time/days.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Input, Select } from '../../../ui/field.tsx'
import { Exclusions } from './exclusions.tsx'
import {
  type Days,
  exclusionsOf,
  exclusionsText,
  type FunnelSearch,
  isWindow,
  stepsOf,
  usualWindow
} from './funnel-search.ts'
import { orderWords, windowChoices, windowWords } from './funnel-words.ts'

type Props = {
  search: FunnelSearch
  /** Those of the second span, where there is one. */
  compared: Days | undefined
  onChange: (next: Partial<FunnelSearch>) => void
}

const orders = ['ordered', 'strict', 'any'] as const
const none = { step: undefined, who: undefined, of: undefined }

/** How the steps are counted, what they are broken down by, and what they are compared with. */
export function FunnelOptions({ search, compared, onChange }: Props) {
  const steps = stepsOf(search)
  const window = search.window ?? usualWindow
  const order = search.order ?? 'ordered'
  const [asks, setAsks] = useState<'window' | 'days'>()
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 max-sm:flex-nowrap max-sm:strip max-sm:*:shrink-0 md:px-5">
      <Select
        aria-label="Order of the steps"
        className="w-52"
        title={orderWords[order].meaning}
        value={order}
        onChange={event => onChange({ ...none, order: event.target.value as FunnelSearch['order'] & string })}
      >
        {orders.map(one => (
          <option key={one} value={one}>
            {orderWords[one].label}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Time from the first step to the last"
        className="w-40"
        value={window}
        onChange={event =>
          event.target.value === 'own' ? setAsks('window') : onChange({ ...none, window: event.target.value })
        }
      >
        {[...new Set([...windowChoices, window])].map(one => (
          <option key={one} value={one}>
            within {windowWords(one)}
          </option>
        ))}
        <option value="own">Another time…</option>
      </Select>
      <BreakdownSelect
        value={search.by}
        onChange={by => onChange({ ...none, by, value: undefined, rest: undefined, credit: undefined })}
      />
      {search.by !== undefined && (
        <Select
          aria-label="Whose value counts"
          className="w-48"
          value={search.credit ?? 'first'}
          onChange={event =>
            onChange({
              ...none,
              value: undefined,
              rest: undefined,
              credit: event.target.value === 'first' ? undefined : event.target.value
            })
          }
        >
          <option value="first">as of their first step</option>
          <option value="last">as of their last step</option>
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            <option key={index} value={index + 1}>
              as of step {index + 1}, {stepWords(step)}
            </option>
          ))}
        </Select>
      )}
      <Select
        aria-label="Compared with"
        className="w-58"
        value={compared ? 'now' : (search.against ?? '')}
        onChange={event => {
          if (event.target.value === 'own') setAsks('days')
          else onChange({ ...none, against: event.target.value || undefined })
        }}
      >
        <option value="">Compared with nothing</option>
        <option value="previous">Compared with the time before</option>
        <option value="year">Compared with the year before</option>
        {compared && <option value="now">Compared with {spanWords(compared.from, compared.to)}</option>}
        <option value="own">Other days…</option>
      </Select>
      <Exclusions
        of={exclusionsOf(search)}
        steps={steps}
        onChange={next => onChange({ ...none, exclude: exclusionsText(next) })}
      />
      {asks === 'window' && (
        <WindowDialog
          of={window}
          onSave={next => onChange({ ...none, window: next })}
          onClose={() => setAsks(undefined)}
        />
      )}
      {asks === 'days' && (
        <DaysDialog
          of={compared}
          onSave={({ from, to }) => onChange({ ...none, against: `${from}..${to}` })}
          onClose={() => setAsks(undefined)}
        />
      )}
    </div>
  )
}

const unitWords = { s: 'seconds', m: 'minutes', h: 'hours', d: 'days', w: 'weeks' } as const

function WindowDialog({ of, onSave, onClose }: { of: string; onSave: (window: string) => void; onClose: () => void }) {
  const [amount, setAmount] = useState(String(Number.parseInt(of, 10)))
  const [unit, setUnit] = useState(of.slice(-1))
  const isGood = isWindow(amount + unit)
  const save = () => {
    onSave(amount + unit)
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Time to convert"
      description="From the first step to the last, at most 90 days."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!isGood} onClick={save}>
            Use this time
          </Button>
        </>
      }
    >
      <Field label="Within" error={isGood ? undefined : 'Give a whole number, and no more than 90 days.'}>
        {state => (
          <span className="flex gap-2">
            <Input
              {...state}
              inputMode="numeric"
              value={amount}
              onChange={event => setAmount(event.target.value.trim())}
            />
            <Select aria-label="Unit" className="w-32" value={unit} onChange={event => setUnit(event.target.value)}>
              {Object.entries(unitWords).map(([letter, words]) => (
                <option key={letter} value={letter}>
                  {words}
                </option>
              ))}
            </Select>
          </span>
        )}
      </Field>
    </Dialog>
  )
}

type DaysProps = { of: Days | undefined; onSave: (days: Days) => void; onClose: () => void }

function DaysDialog({ of, onSave, onClose }: DaysProps) {
  const [from, setFrom] = useState(of?.from ?? '')
  const [to, setTo] = useState(of?.to ?? '')
  const isGood = from !== '' && to !== '' && from <= to
  const save = () => {
    onSave({ from, to })
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Compare with other days"
      description="The same steps are counted in both times."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!isGood} onClick={save}>
            Compare
          </Button>
        </>
      }
    >
      <div className="flex gap-3 *:flex-1">
        <Field label="From">
          {state => <Input {...state} type="date" value={from} onChange={event => setFrom(event.target.value)} />}
        </Field>
        <Field label="To">
          {state => <Input {...state} type="date" value={to} onChange={event => setTo(event.target.value)} />}
        </Field>
      </div>
    </Dialog>
  )
}
