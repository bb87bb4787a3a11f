import { type FigureKind, figureText } from '../../charts/figure-text.ts'

export type FigureShown = { label: string; value: number | undefined; previous?: number | undefined; kind: FigureKind }

/** Figures beside each other, each with how it changed. */
export function FigureRow({ figures }: { figures: readonly FigureShown[] }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(7rem,1fr))] gap-x-4 gap-y-3">
      {figures.map(({ label, value, previous, kind }) => (
        <div key={label} className="min-w-0">
          <dt className="truncate text-xs text-ink-soft">{label}</dt>
          <dd className="text-lg font-medium tabular-nums">{value === undefined ? '—' : figureText(value, kind)}</dd>
          {value !== undefined && previous !== undefined && (
            <dd className="text-xs text-ink-faint tabular-nums">{changeText(value, previous, kind)}</dd>
          )}
        </div>
      ))}
    </dl>
  )
}

const percent = new Intl.NumberFormat('en-GB', {
  style: 'percent',
  maximumFractionDigits: 0,
  signDisplay: 'exceptZero'
})

/** "+12 %, from 340 before": the sign says which way, not a colour. */
function changeText(value: number, previous: number, kind: FigureKind): string {
  const before = `${figureText(previous, kind)} before`
  return previous === 0 ? before : `${percent.format((value - previous) / previous).replace('-', '−')}, ${before}`
}
