import { type FigureKind, figureText } from '../charts/figure-text.ts'

export type Change = {
  direction: 'up' | 'down' | 'same'
  /** "+12 %": beside an arrow. */
  short: string
  /** "12 % more than before (1,204)". */
  words: string
}

const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0 })
const points = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 })

/** How a figure stands to what it was: in percent, a share in points of percent. Nothing where nothing was before. */
export function changeOf(now: number, before: number, kind: FigureKind): Change | undefined {
  const was = figureText(before, kind)
  if (figureText(now, kind) === was) return { direction: 'same', short: '±0', words: `as before (${was})` }
  const direction = now > before ? 'up' : 'down'
  const sign = direction === 'up' ? '+' : '−'
  const word = direction === 'up' ? 'more' : 'less'
  if (kind === 'share') {
    const by = points.format(Math.abs(now - before) * 100)
    return { direction, short: `${sign}${by} pt`, words: `${by} points ${word} than before (${was})` }
  }
  if (before === 0) return undefined
  const ratio = Math.abs(now - before) / Math.abs(before)
  // "+4,900 %" says less than "50 times".
  const by = ratio >= 10 ? `${points.format(now / before)}×` : percent.format(ratio)
  return ratio >= 10
    ? { direction, short: by, words: `${points.format(now / before)} times what it was before (${was})` }
    : { direction, short: `${sign}${by}`, words: `${by} ${word} than before (${was})` }
}
