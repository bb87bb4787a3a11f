import type { PageCondition, ProactiveCondition } from '@foyer/protocol'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { Amount, Choice, Several, Text } from './condition-blanks.tsx'
import { type ConditionOf, EventSentence, type Sentenced, TraitSentence } from './condition-properties.tsx'
import { SegmentSentence } from './condition-segment.tsx'
import { knownWords, pageOpWords } from './condition-words.ts'

/** One condition as a sentence with the gaps filled in. */
export function ConditionRow({
  condition,
  onChange,
  onRemove,
  error
}: Sentenced<ProactiveCondition> & { onRemove: () => void; error: string | undefined }) {
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

function Sentence({ condition, onChange }: Sentenced<ProactiveCondition>): ReactNode {
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
            onChange={as => onChange({ ...condition, as: as as ConditionOf<'known'>['as'] })}
          />
        </>
      )
    case 'segment':
      return <SegmentSentence condition={condition} onChange={onChange} />
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
