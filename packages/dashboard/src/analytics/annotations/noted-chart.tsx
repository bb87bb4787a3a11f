import type { Annotation, AnswerRange, Unit } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Flag } from 'lucide-react'
import { type ReactNode, Suspense, useState } from 'react'
import { ChartFrame, type ChartTable } from '../../charts/chart-frame.tsx'
import { Lines, type LinesProps, type Note } from '../../charts/lines.tsx'
import { useCan } from '../../session.ts'
import { lazyPage } from '../../shell/lazy-page.tsx'
import { dayIn } from '../../time/days.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { annotationsQuery } from './annotations-data.ts'
import { notesOf } from './notes-of.ts'

const AnnotationDialog = lazyPage(() => import('./annotation-dialog.tsx'), 'AnnotationDialog')
const AnnotationList = lazyPage(() => import('./annotation-list.tsx'), 'AnnotationList')

type Props = Omit<LinesProps, 'unit' | 'timezone' | 'notes' | 'onChoose'> & {
  unit: Unit
  title: string
  note?: ReactNode
  table: ChartTable
  actions?: ReactNode
  range: AnswerRange
}

/** Lines over time with what the team wrote onto them: drawn, listed below, and in the table. */
export function NotedChart({ title, note, table, actions, range, ...drawn }: Props) {
  const { buckets, unit } = drawn
  const { timezone } = range
  const mayWrite = useCan('analytics:write')
  const annotations = useQuery(annotationsQuery(range))
  const [open, setOpen] = useState<{ at: string } | Annotation>()
  const items = annotations.data?.items ?? []
  const notes = notesOf(items, { buckets, unit, timezone })
  const write = (index: number) => {
    const bucket = buckets[index]
    if (bucket === undefined) return
    // A week or month may begin before the time that is looked at, where its note would not be seen.
    const first = dayIn(Date.parse(range.from), timezone)
    setOpen({ at: unit === 'hour' || bucket > first ? bucket : first })
  }
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <ChartFrame
        title={title}
        note={note}
        table={notes.length === 0 ? table : withNotes(table, buckets, notes)}
        actions={
          <>
            {actions}
            {mayWrite && (
              <IconButton label="Write a note on this chart" onClick={() => write(latest(table, buckets))}>
                <Flag aria-hidden className="size-4" />
              </IconButton>
            )}
          </>
        }
      >
        <Lines {...drawn} timezone={timezone} notes={notes} {...(mayWrite && { onChoose: write })} />
      </ChartFrame>
      <Suspense>
        {items.length > 0 && (
          <AnnotationList items={items} timezone={timezone} {...(mayWrite && { onChange: setOpen })} />
        )}
      </Suspense>
      {annotations.isError && (
        <p role="alert" className="flex items-center gap-2 text-xs text-ink-soft">
          The notes on this chart did not load.
          <Button size="small" onClick={() => void annotations.refetch()}>
            Try again
          </Button>
        </p>
      )}
      <Suspense>
        {open && <AnnotationDialog of={open} timezone={timezone} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </div>
  )
}

/** The last one that has begun: the table has no row for what lies ahead. */
const latest = (table: ChartTable, buckets: readonly string[]) =>
  Math.max(0, Math.min(table.rows.length, buckets.length) - 1)

const withNotes = (table: ChartTable, buckets: readonly string[], notes: readonly Note[]): ChartTable => ({
  columns: [...table.columns, { label: 'Notes' }],
  rows: table.rows.map(row => ({
    ...row,
    cells: [...row.cells, notes.find(({ index }) => buckets[index] === row.key)?.texts.join('; ') ?? '']
  }))
})
