/** One figure: what, how much, and, where the issue set one, what it was to reach. */
export type Figure = {
  what: string
  /** Endless where there was no answer. */
  value: number
  unit: string
  target?: { atLeast: number } | { atMost: number }
}

export type Report = {
  scenario: string
  /** How it was measured, in words, so that anybody can find fault with it. */
  method: string
  figures: Figure[]
  /** Every run behind the medians. */
  runs: unknown
}

export const isReached = ({ value, target }: Figure): boolean | undefined => {
  if (target === undefined) return undefined
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost
}

export function figureLine(figure: Figure): string[] {
  const { what, value, unit, target } = figure
  const reached = isReached(figure)
  const wanted =
    target === undefined ? '' : 'atLeast' in target ? `≥ ${number(target.atLeast)}` : `≤ ${number(target.atMost)}`
  const measured = Number.isFinite(value) ? `${number(value)} ${unit}` : 'refused'
  return [what, measured, wanted, reached === undefined ? '' : reached ? 'reached' : 'short']
}

const number = (value: number) =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))

/** Columns as wide as what is in them. */
export function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => [...(row[column] ?? '')].length)))
  return rows
    .map(row =>
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length))
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}
