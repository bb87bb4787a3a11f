import { type FigureKind, figureText } from '../../charts/figure-text.ts'
import type { Look } from '../../charts/looks.ts'
import { LookMark } from '../../charts/mark.tsx'
import { ChangeMark } from '../change-mark.tsx'

export type FigureShown = {
  label: string
  value: number | undefined
  previous?: number | undefined
  kind: FigureKind
  /** The sign of its line in the drawing below. */
  look?: Look
}

/** Figures beside each other, each with how it changed. */
export function FigureRow({ figures }: { figures: readonly FigureShown[] }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(7rem,1fr))] gap-x-4 gap-y-3">
      {figures.map(({ label, value, previous, kind, look }) => (
        <div key={label} className="min-w-0">
          <dt className="flex items-center gap-1.5 text-xs text-ink-soft">
            {look && <LookMark look={look} />}
            <bdi className="min-w-0 truncate" title={label}>
              {label}
            </bdi>
          </dt>
          <dd className="text-lg font-medium tabular-nums">{value === undefined ? '—' : figureText(value, kind)}</dd>
          {value !== undefined && previous !== undefined && (
            <dd className="flex flex-wrap items-center gap-x-1.5 text-xs text-ink-faint tabular-nums">
              <ChangeMark now={value} before={previous} kind={kind} isPlain />
              {/* That there was none is said by the mark. */}
              {(previous !== 0 || value === 0) && <span aria-hidden>{figureText(previous, kind)} before</span>}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
