import type { FunnelAnswer, FunnelStep } from '@foyer/protocol'
import { fieldWords } from '../../../analytics/choice/breakdown-select.tsx'
import { stepWords } from '../../../analytics/choice/choice-words.ts'
import { figureText } from '../../../charts/figure-text.ts'
import { classes } from '../../../ui/classes.ts'
import { count } from '../../../words/numbers.ts'
import { valueWords } from '../../../words/values.ts'
import type { FunnelPart } from './funnel-data.ts'
import { atMostText } from './funnel-words.ts'

type Props = {
  by: string
  steps: FunnelStep[]
  everybody: FunnelPart
  parts: NonNullable<FunnelAnswer['breakdown']>
  /** The value that is drawn above; everybody where there is none. */
  value: string | undefined
  isRest: boolean
  onValue: (value: string | undefined, rest?: 'on') => void
}

/** Each value as a row: how many came how far. The row that is chosen is the one drawn above. */
export function BreakdownTable({ by, steps, everybody, parts, value, isRest, onValue }: Props) {
  return (
    <section aria-label={`By ${fieldWords(by)}`} className="flex flex-col gap-2">
      <h2 className="text-base font-medium">By {fieldWords(by).toLowerCase()}</h2>
      <section
        aria-label={`Table by ${fieldWords(by)}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="overflow-x-auto rounded-md border border-line"
      >
        <table className="w-full text-sm">
          <thead>
            <tr className="border-b border-line bg-sunken text-left text-xs text-ink-faint">
              <th scope="col" className="h-8 px-3 font-normal">
                {fieldWords(by)}
              </th>
              {steps.map((step, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
                <th key={index} scope="col" className="h-8 max-w-40 truncate px-3 text-right font-normal">
                  {index + 1}. {stepWords(step)}
                </th>
              ))}
              <th scope="col" className="h-8 px-3 text-right font-normal">
                Median time
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            <Row
              label="Everybody"
              part={everybody}
              isOn={value === undefined && !isRest}
              onPick={() => onValue(undefined)}
            />
            {parts.map(part =>
              part.isRest ? (
                <Row
                  key="rest"
                  label="Everything else"
                  part={part}
                  isOn={isRest}
                  onPick={() => onValue(undefined, 'on')}
                />
              ) : (
                <Row
                  key={part.value}
                  label={valueWords(by, part.value)}
                  part={part}
                  isOn={value === part.value}
                  onPick={() => onValue(part.value)}
                />
              )
            )}
          </tbody>
        </table>
      </section>
    </section>
  )
}

type RowProps = { label: string; part: FunnelPart; isOn: boolean; onPick: () => void }

function Row({ label, part, isOn, onPick }: RowProps) {
  const median = part.timeToConvert.medianSeconds
  return (
    <tr className={isOn ? 'bg-accent-soft' : undefined}>
      <th scope="row" className="h-10 max-w-64 px-3 text-left font-normal">
        <button
          type="button"
          aria-pressed={isOn}
          onClick={onPick}
          title={`Draw ${label} above`}
          className={classes(
            'max-w-full truncate rounded-sm text-left decoration-line-strong underline-offset-4 hover:underline',
            isOn && 'font-medium'
          )}
        >
          <bdi>{label}</bdi>
        </button>
      </th>
      {part.steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
        <td key={index} className="h-10 px-3 text-right whitespace-nowrap">
          {count(step.count)}
          {index > 0 && <span className="pl-1.5 text-ink-faint">{figureText(step.rate, 'share')}</span>}
        </td>
      ))}
      <td className="h-10 px-3 text-right whitespace-nowrap text-ink-soft">
        {median === undefined ? '—' : atMostText(median)}
      </td>
    </tr>
  )
}
