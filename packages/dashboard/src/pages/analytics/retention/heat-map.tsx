import type { RetentionAnswer } from '@foyer/protocol'
import { type KeyboardEvent, useState } from 'react'
import { figureText } from '../../../charts/figure-text.ts'
import { classes } from '../../../ui/classes.ts'
import { count, counted } from '../../../words/numbers.ts'
import { cohortWords, laterWords, periodWords } from './retention-words.ts'

type Props = {
  answer: RetentionAnswer
  cells: 'share' | 'people'
  shown: { cohort: string; period: number } | undefined
  onShow: (cohort: string, period: number) => void
}

/** Ink on the darkest shade is read at 4.5:1 in both themes. */
const darkest = 45

const steps: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1]
}

/**
 * A row for each cohort, a column for each period after it. The shade helps to see; the number says it. The cells are one stop of the tab
 * key: arrows go from one to the next.
 */
export function HeatMap({ answer, cells, shown, onShow }: Props) {
  const { cohorts, unit, curve } = answer
  const periods = Math.max(0, ...cohorts.map(cohort => cohort.returned.length))
  const columns = Array.from({ length: periods }, (_, period) => period)
  const first = cohorts.findIndex(({ size }) => size > 0)
  const [at, setAt] = useState<readonly [row: number, column: number]>([first, 0])
  const isReachable = (row: number, column: number) => row === at[0] && column === at[1]
  const isLost = !(cohorts[at[0]]?.size && cohorts[at[0]]?.returned[at[1]] !== undefined)
  const onKey = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const step = steps[event.key]
    if (!step || !(event.target instanceof Element) || !event.target.hasAttribute('data-cell')) return
    event.preventDefault()
    const table = event.currentTarget
    // Rows of nobody are passed over.
    for (let [row, column] = [at[0] + step[0], at[1] + step[1]]; row >= 0 && column >= 0; ) {
      const cell = table.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`)
      if (cell) return cell.focus()
      row += step[0]
      column += step[1]
      if (row >= cohorts.length || column >= periods) return
    }
  }
  return (
    <section
      aria-label="Cohorts"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-md border border-line"
    >
      <table className="w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">How many of each cohort came back, period by period</caption>
        <thead>
          <tr className="text-xs text-ink-faint">
            <th scope="col" className="sticky left-0 z-10 h-8 bg-sunken px-3 text-left font-normal">
              Cohort
            </th>
            <th scope="col" className="h-8 bg-sunken px-3 text-right font-normal whitespace-nowrap">
              People
            </th>
            {columns.map(period => (
              <th key={period} scope="col" className="h-8 bg-sunken px-2 text-center font-normal whitespace-nowrap">
                {periodWords(period, unit)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={onKey}>
          <tr>
            <th
              scope="row"
              className="sticky left-0 z-10 h-9 border-t border-line bg-surface px-3 text-left font-medium whitespace-nowrap"
            >
              All cohorts
            </th>
            <td className="h-9 border-t border-line px-3 text-right font-medium whitespace-nowrap">
              {count(curve.size)}
            </td>
            {columns.map(period => {
              const rate = curve.rates[period]
              return (
                <td key={period} className="h-9 border-t border-line px-2 text-center font-medium">
                  {rate === undefined ? '' : figureText(rate, 'share')}
                </td>
              )
            })}
          </tr>
          {cohorts.map((cohort, row) => (
            <tr key={cohort.start}>
              <th
                scope="row"
                className="sticky left-0 z-10 h-9 border-t border-line bg-surface px-3 text-left font-normal whitespace-nowrap"
              >
                {cohortWords(cohort.start, unit)}
              </th>
              <td className="h-9 border-t border-line px-3 text-right whitespace-nowrap text-ink-soft">
                {count(cohort.size)}
              </td>
              {columns.map(period => (
                <Cell
                  key={period}
                  size={cohort.size}
                  returned={cohort.returned[period]}
                  isShare={cells === 'share'}
                  place={`${row} ${period}`}
                  isReachable={isLost ? row === first && period === 0 : isReachable(row, period)}
                  onReach={() => setAt([row, period])}
                  isShown={shown?.cohort === cohort.start && shown.period === period}
                  label={`${cohortWords(cohort.start, unit)}, ${laterWords(period, unit)}`}
                  onClick={() => onShow(cohort.start, period)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

type CellProps = {
  size: number
  /** Nothing where the period has not begun. */
  returned: number | undefined
  isShare: boolean
  place: string
  isReachable: boolean
  onReach: () => void
  isShown: boolean
  label: string
  onClick: () => void
}

function Cell({ size, returned, isShare, place, isReachable, onReach, isShown, label, onClick }: CellProps) {
  if (returned === undefined || size === 0) return <td className="h-9 border-t border-line" />
  const share = returned / size
  return (
    <td
      className="h-9 border-t border-line p-0"
      style={{ backgroundColor: `color-mix(in srgb, var(--accent) ${(share * darkest).toFixed(1)}%, transparent)` }}
    >
      <button
        type="button"
        data-cell={place}
        tabIndex={isReachable ? 0 : -1}
        onFocus={onReach}
        aria-pressed={isShown}
        aria-label={`${label}: ${count(returned)} of ${counted(size, 'person', 'people')}, ${figureText(share, 'share')}. Show them.`}
        onClick={onClick}
        className={classes(
          'block h-9 w-full min-w-14 px-2 text-center outline-offset-[-2px] hover:underline',
          isShown && 'font-medium shadow-[inset_0_0_0_2px_var(--accent)]'
        )}
      >
        {isShare ? figureText(share, 'share') : count(returned)}
      </button>
    </td>
  )
}
