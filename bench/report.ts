import { cpus, totalmem } from 'node:os'

export type Options = {
  isQuick: boolean
  /** How many events the stores hold when reading is measured. */
  events: number[]
  note(text: string): void
}
/** One measured number; `target` and `isReached` where the project set itself one. */
export type Figure = {
  name: string
  value: number
  unit: string
  target?: number
  isReached?: boolean
  detail?: number[]
}

export const machine = () => ({
  date: new Date().toISOString(),
  node: process.version,
  cores: cpus().length,
  processor: cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(totalmem() / 2 ** 30)
})

const shown = (value: number) =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toLocaleString('en', { maximumFractionDigits: 1 })

export function table(figures: Figure[]): string {
  const rows = figures.map(figure => [
    figure.name,
    `${shown(figure.value)} ${figure.unit}`,
    figure.target === undefined ? '' : `${shown(figure.target)} ${figure.unit}`,
    figure.isReached === undefined ? '' : figure.isReached ? 'reached' : 'short'
  ])
  const all = [['', 'measured', 'target', ''], ...rows]
  const widths = [0, 1, 2, 3].map(column => Math.max(...all.map(row => (row[column] ?? '').length)))
  return all
    .map(row =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}
