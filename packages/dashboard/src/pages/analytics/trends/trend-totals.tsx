import { ChangeMark } from '../../../analytics/change-mark.tsx'
import { type FigureKind, figureText } from '../../../charts/figure-text.ts'
import { LookMark } from '../../../charts/mark.tsx'
import type { NamedLine } from './trend-lines.ts'

type Props = {
  lines: readonly NamedLine[]
  kind: FigureKind
  /** Where the rows are values of a breakdown: what a value narrows the trend to. */
  onChoose?: (value: string) => void
}

/** Of the time as a whole: people are counted once, so it is no sum of the points. */
export function TrendTotals({ lines, kind, onChoose }: Props) {
  const hasBefore = lines.some(line => line.previous)
  return (
    <section aria-label="The time as a whole" className="overflow-x-auto rounded-md border border-line">
      <table className="w-full text-sm">
        <caption className="sr-only">The time as a whole</caption>
        <thead className="bg-sunken text-left text-xs text-ink-faint">
          <tr className="border-b border-line">
            <th scope="col" className="h-8 px-3 font-normal">
              The time as a whole
            </th>
            <th scope="col" className="h-8 px-3 text-right font-normal">
              Now
            </th>
            {hasBefore && (
              <>
                <th scope="col" className="h-8 px-3 text-right font-normal">
                  Before
                </th>
                <th scope="col" className="h-8 px-3 text-right font-normal max-sm:hidden">
                  Change
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {lines.map(({ key, name, look, total, previous, value }) => (
            <tr key={key}>
              <th scope="row" className="h-9 px-3 text-left font-normal">
                <span className="flex items-center gap-2">
                  <LookMark look={look} />
                  {onChoose && value !== undefined ? (
                    <button
                      type="button"
                      title={`Only ${name}`}
                      onClick={() => onChoose(value)}
                      className="rounded-sm text-left decoration-line-strong underline-offset-4 hover:underline"
                    >
                      <bdi>{name}</bdi>
                    </button>
                  ) : (
                    <bdi>{name}</bdi>
                  )}
                </span>
              </th>
              <td className="px-3 text-right font-medium">{total === null ? '—' : figureText(total, kind)}</td>
              {hasBefore && (
                <>
                  <td className="px-3 text-right">
                    {typeof previous?.total === 'number' ? figureText(previous.total, kind) : '—'}
                  </td>
                  <td className="px-3 text-right max-sm:hidden">
                    {total !== null && typeof previous?.total === 'number' && (
                      <ChangeMark now={total} before={previous.total} kind={kind} />
                    )}
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
