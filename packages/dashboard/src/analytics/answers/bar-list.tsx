import { type FigureKind, figureText } from '../../charts/figure-text.ts'

export type Bar = { key: string; label: string; value: number; note?: string }

/** Names with their figures; the bar behind each says how it stands to the largest. */
export function BarList({ bars, kind = 'count' }: { bars: readonly Bar[]; kind?: FigureKind }) {
  const most = Math.max(...bars.map(bar => bar.value), 0)
  if (bars.length === 0) return <p className="py-6 text-center text-sm text-ink-faint">Nothing in this time.</p>
  return (
    <ol className="flex flex-col gap-0.5">
      {bars.map(({ key, label, value, note }) => (
        <li key={key} className="relative flex h-7 items-center gap-3 px-2 text-sm">
          <span
            aria-hidden
            className="absolute inset-y-0.5 left-0 rounded-sm bg-accent-soft"
            style={{ width: `${most === 0 ? 0 : Math.max(1, (value / most) * 100)}%` }}
          />
          <span className="relative min-w-0 flex-1 truncate" title={label}>
            {label}
          </span>
          {note && <span className="relative text-xs text-ink-soft">{note}</span>}
          <span className="relative tabular-nums">{figureText(value, kind)}</span>
        </li>
      ))}
    </ol>
  )
}
