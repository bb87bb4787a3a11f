import type { ReactNode } from 'react'
import { FilterBar } from './filters/filter-bar.tsx'
import { RangePicker } from './range-picker.tsx'
import { useAsked } from './use-asked.ts'
import { WhoCounts } from './who-counts.tsx'

type Props = {
  hasCompare?: boolean
  /** What can be done with what is shown: save, export. */
  actions?: ReactNode
  /** Further choices of the page, after the time. */
  children?: ReactNode
}

/** The head of a report: which time, who counts, what else was asked, and what can be done with the answer. */
export function AskBar({ hasCompare = true, actions, children }: Props) {
  const { filters, filter } = useAsked()
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-5">
      <RangePicker hasCompare={hasCompare} />
      <WhoCounts />
      {children}
      <FilterBar filters={filters} onChange={filter} />
      {actions && <div className="ml-auto flex items-center gap-2">{actions}</div>}
    </div>
  )
}
