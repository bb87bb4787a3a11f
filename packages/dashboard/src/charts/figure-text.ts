import { durationText } from '../time/relative.ts'
import { compactCount, count } from '../words/numbers.ts'

/** `share` is 0–1. A figure is written the same in a chart's tooltip, in its table and in what is exported. */
export type FigureKind = 'count' | 'number' | 'share' | 'seconds'

const fine = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 })
const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 })
const axisPercent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 2 })

export function figureText(value: number, kind: FigureKind): string {
  if (kind === 'share') return percent.format(value)
  if (kind === 'seconds') return durationText(value * 1_000)
  return kind === 'count' ? count(value) : fine.format(value)
}

/** For an axis or a narrow place. */
export function shortFigure(value: number, kind: FigureKind): string {
  if (kind === 'share') return axisPercent.format(value)
  if (kind === 'seconds') return durationText(value * 1_000)
  return Math.abs(value) < 10_000 ? fine.format(value) : compactCount(value)
}
