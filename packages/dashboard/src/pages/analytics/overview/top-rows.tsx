import type { TopAnswer, TopRow } from '@foyer/protocol'
import { X } from 'lucide-react'
import { figureText } from '../../../charts/figure-text.ts'
import { classes } from '../../../ui/classes.ts'
import { useRoving } from '../../../ui/use-roving.ts'
import { counted } from '../../../words/numbers.ts'
import { valueWords } from '../../../words/values.ts'
import type { List } from './lists.ts'
import { ValueFlag } from './value-flag.tsx'

type Props = {
  list: List
  answer: TopAnswer
  rows: readonly TopRow[]
  isChosen: (value: string) => boolean
  onChoose: (value: string) => void
}

export const amountOf = (row: { visitors: number; count: number }, { counted }: List) =>
  counted === 'visitors' ? row.visitors : row.count
export const countedWords = { visitors: 'Visitors', views: 'Views', events: 'Times' }
const one = { visitors: 'visitor', views: 'view', events: 'time' }

const keyOf = (row: TopRow) => `${row.country ?? ''} ${row.value}`

/** Every row is a filter; the bar behind it is its share of all. */
export function TopRows({ list, answer, rows, isChosen, onChoose }: Props) {
  const { onKeyDown, stop } = useRoving(rows.map(keyOf), 'column')
  const all = Math.max(1, amountOf(answer.total, list))
  return (
    <ul onKeyDown={onKeyDown} className="flex flex-col gap-0.5">
      {rows.map(row => {
        const amount = amountOf(row, list)
        const chosen = isChosen(row.value)
        const words = valueWords(list.dimension, row.value)
        const told = [
          counted(amount, one[list.counted]),
          ...(row.previous ? [`before ${counted(amountOf(row.previous, list), one[list.counted])}`] : []),
          ...(list.counted === 'visitors' ? [] : [counted(row.visitors, 'visitor')])
        ].join(', ')
        return (
          <li key={keyOf(row)}>
            <button
              type="button"
              {...stop(keyOf(row))}
              aria-pressed={chosen}
              title={`${words}: ${told}`}
              onClick={() => onChoose(row.value)}
              className="relative flex h-7 w-full items-center gap-2 overflow-hidden rounded-sm px-2 text-left text-sm outline-offset-[-2px] hover:bg-hover"
            >
              <span
                aria-hidden
                className={classes('absolute inset-y-0 left-0 rounded-sm', chosen ? 'bg-accent-soft' : 'bg-pressed')}
                style={{ width: `${Math.max(1, Math.min(100, (amount / all) * 100))}%` }}
              />
              <span className="relative flex min-w-0 flex-1 items-center gap-2">
                <ValueFlag
                  dimension={list.dimension}
                  value={row.value}
                  {...(row.country !== undefined && { country: row.country })}
                />
                <bdi
                  className={classes(
                    'min-w-0 truncate',
                    chosen && 'font-medium text-accent',
                    row.value === '' && 'text-ink-soft'
                  )}
                >
                  {words}
                </bdi>
                {chosen && <X aria-hidden className="size-3.5 shrink-0 text-accent" />}
              </span>
              <span className="relative shrink-0 text-xs text-ink-soft">{figureText(amount / all, 'share')}</span>
              <span className="relative min-w-11 shrink-0 text-right">
                {figureText(amount, 'count')}
                <span className="sr-only">
                  {' '}
                  {amount === 1 ? one[list.counted] : countedWords[list.counted].toLowerCase()}
                </span>
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
