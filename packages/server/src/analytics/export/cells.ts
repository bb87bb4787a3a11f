export type Cell = string | number | null
export type Column = { name: string; type: 'text' | 'number' | 'whole' }
/** Of a report: small enough to be held at once. */
export type Table = { name: string; columns: Column[]; rows: Cell[][] }
/** A list that is asked page by page, as its reader goes on. */
export type Listed = { name: string; columns: Column[]; rows: AsyncIterable<Cell[]> }

// A spreadsheet takes these for the beginning of a formula; the wide ones too, in some languages.
const formula = /^[=+\-@\t\r\n＝＋－＠]/u
const number = /^-?\d+(\.\d+)?$/

/** What somebody typed into a page must not be run by whoever opens the file (P33); numbers stay numbers. */
export const harmless = (text: string): string => (formula.test(text) && !number.test(text) ? `'${text}` : text)

export function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = harmless(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`
