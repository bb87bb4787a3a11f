import type { ReactNode } from 'react'
import { classes } from '../../ui/classes.ts'

/** What is spare is left out on a phone, so that what can be done stays in reach. */
type Column = { label: string; isNumber?: boolean; isHidden?: boolean; isSpare?: boolean }

/** A short table that scrolls sideways on a phone instead of squeezing its words. */
export function Table({ label, columns, children }: { label: string; columns: Column[]; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-md border border-line"
    >
      <table className="w-full text-sm">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-b border-line bg-sunken text-left text-xs text-ink-faint">
            {columns.map(column => (
              <th
                key={column.label}
                scope="col"
                className={classes(
                  'h-8 px-3 font-normal whitespace-nowrap',
                  column.isNumber && 'text-right',
                  column.isSpare && 'max-sm:hidden'
                )}
              >
                {column.isHidden ? <span className="sr-only">{column.label}</span> : column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </section>
  )
}

export function Cell({
  isNumber,
  isSpare,
  className,
  children
}: {
  isNumber?: boolean
  isSpare?: boolean
  className?: string
  children: ReactNode
}) {
  return (
    <td className={classes('h-11 px-3', isNumber && 'text-right', isSpare && 'max-sm:hidden', className)}>
      {children}
    </td>
  )
}
