import { ChartLine, Table2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'

export type ChartTable = {
  columns: readonly { label: string; isNumber?: boolean }[]
  rows: readonly { key: string; cells: readonly string[] }[]
}

type Props = {
  title: string
  /** What is drawn, with its unit and time, where the title does not say it. */
  note?: ReactNode
  table: ChartTable
  /** Beside the switch to the table. */
  actions?: ReactNode
  isTitleHidden?: boolean
  children: ReactNode
}

/**
 * Around every chart: the same figures are always there as a table too, for whoever cannot see the drawing, and for whoever would
 * rather read them.
 */
export function ChartFrame({ title, note, table, actions, isTitleHidden, children }: Props) {
  const [isTable, setTable] = useState(false)
  const Icon = isTable ? ChartLine : Table2
  return (
    <figure aria-label={title} className="relative flex min-w-0 flex-col gap-2">
      <figcaption className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <div className={classes('min-w-0 flex-1 basis-60', isTitleHidden && 'sr-only')}>
          <h2 className="text-base font-medium">{title}</h2>
          {note && <div className="text-sm text-ink-soft">{note}</div>}
        </div>
        <div className="ml-auto flex items-center gap-1">
          {actions}
          <IconButton label={isTable ? 'Show as chart' : 'Show as table'} onClick={() => setTable(!isTable)}>
            <Icon aria-hidden className="size-4" />
          </IconButton>
        </div>
      </figcaption>
      {!isTable && children}
      <div className={isTable ? undefined : 'sr-only'}>
        <TableTwin title={title} table={table} isShown={isTable} />
      </div>
    </figure>
  )
}

function TableTwin({ title, table, isShown }: { title: string; table: ChartTable; isShown: boolean }) {
  return (
    <section
      aria-label={`${title} as a table`}
      tabIndex={isShown ? 0 : undefined}
      // Seen by nobody it does not scroll, and what does not scroll need not be reached by keyboard.
      className={isShown ? 'max-h-96 overflow-auto rounded-md border border-line' : undefined}
    >
      <table className="w-full text-sm">
        <caption className="sr-only">{title}</caption>
        <thead className="sticky top-0 bg-sunken text-left text-xs text-ink-faint">
          <tr>
            {table.columns.map(({ label, isNumber }) => (
              <th
                key={label}
                scope="col"
                className={classes('h-8 px-3 font-normal whitespace-nowrap', isNumber && 'text-right')}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {table.rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => {
                const column = table.columns[index]
                return index === 0 ? (
                  <th key={column?.label} scope="row" className="h-9 px-3 text-left font-normal whitespace-nowrap">
                    {cell}
                  </th>
                ) : (
                  <td key={column?.label} className={classes('h-9 px-3', column?.isNumber && 'text-right')}>
                    {cell}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
