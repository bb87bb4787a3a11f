import type { ConversationsAnswer } from '@foyer/protocol'
import { figureText } from '../../../charts/figure-text.ts'
import { classes } from '../../../ui/classes.ts'
import { count } from '../../../words/numbers.ts'

type Props = {
  title: string
  what: string
  rows: ConversationsAnswer['byMember']
  nameOf: (row: ConversationsAnswer['byMember'][number]) => string
  chosen?: string | undefined
  onChoose?: (value: string) => void
}

const columns = ['Started', 'Resolved', 'First reply', 'Resolution', 'Satisfied', 'Unanswered']
const seconds = (value: number | undefined) => (value === undefined ? '—' : figureText(value, 'seconds'))

/** The same figures for each member, source or country; where it can be, the name is what narrows the report to it. */
export function Groups({ title, what, rows, nameOf, chosen, onChoose }: Props) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <h2 className="text-base font-medium">{title}</h2>
      <section
        aria-label={title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-md border border-line"
      >
        <table className="w-full text-sm">
          <thead className="sticky top-0 bg-sunken text-left text-xs text-ink-faint">
            <tr>
              <th scope="col" className="h-8 px-3 font-normal whitespace-nowrap">
                {what}
              </th>
              {columns.map(label => (
                <th key={label} scope="col" className="h-8 px-3 text-right font-normal whitespace-nowrap">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map(row => (
              <tr key={row.value} className={classes(chosen === row.value && 'bg-accent-soft')}>
                <th scope="row" className="h-9 max-w-56 min-w-28 truncate px-3 text-left font-normal">
                  {onChoose ? (
                    <button
                      type="button"
                      aria-pressed={chosen === row.value}
                      onClick={() => onChoose(row.value)}
                      className="max-w-full truncate text-left hover:underline"
                    >
                      <bdi>{nameOf(row)}</bdi>
                    </button>
                  ) : (
                    <bdi>{nameOf(row)}</bdi>
                  )}
                </th>
                <td className="px-3 text-right">{count(row.started)}</td>
                <td className="px-3 text-right">{count(row.resolved)}</td>
                <td className="px-3 text-right whitespace-nowrap">{seconds(row.firstReplyMedian)}</td>
                <td className="px-3 text-right whitespace-nowrap">{seconds(row.resolutionMedian)}</td>
                <td className="px-3 text-right">
                  {row.satisfied === undefined ? '—' : figureText(row.satisfied, 'share')}
                </td>
                <td className={classes('px-3 text-right', row.unanswered > 0 && 'text-warning')}>
                  {count(row.unanswered)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
