import { ArrowDown, ArrowUp, Equal } from 'lucide-react'
import type { FigureKind } from '../charts/figure-text.ts'
import { classes } from '../ui/classes.ts'
import { changeOf } from './change.ts'

type Props = {
  now: number
  /** Nothing where there was nothing to measure. */
  before: number | undefined
  kind: FigureKind
  /** More bounces are no good news. */
  isLessBetter?: boolean
  /** Where nobody said what would be good news. */
  isPlain?: boolean
}

const icons = { up: ArrowUp, down: ArrowDown, same: Equal }

/** By arrow, sign and words; the colour only repeats them. */
export function ChangeMark({ now, before, kind, isLessBetter, isPlain }: Props) {
  const change = before === undefined ? undefined : changeOf(now, before, kind)
  if (!change) return <span className="text-xs text-ink-soft">none before</span>
  const Icon = icons[change.direction]
  const isGood =
    isPlain || change.direction === 'same' ? undefined : (change.direction === 'up') !== (isLessBetter === true)
  return (
    <span
      title={change.words}
      className={classes(
        'inline-flex items-center gap-0.5 text-xs whitespace-nowrap',
        isGood === undefined ? 'text-ink-soft' : isGood ? 'text-accent' : 'text-danger'
      )}
    >
      <Icon aria-hidden className="size-3" />
      <span aria-hidden>{change.short}</span>
      <span className="sr-only">{change.words}</span>
    </span>
  )
}
