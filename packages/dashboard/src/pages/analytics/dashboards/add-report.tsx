import type { Dashboard } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addTile } from '../../../analytics/save-export/saved-data.ts'
import { queryClient } from '../../../query-client.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Input } from '../../../ui/field.tsx'
import { Failure, FormFault, faultText, Loading, Skeleton } from '../../../ui/states.tsx'
import { dashboardQuery, savedReportsQuery } from './dashboards-data.ts'
import { kindWords } from './kind-words.ts'

/** Saved reports to choose from. One may stand on it twice, in two sizes. */
export function AddReport({ dashboard, onClose }: { dashboard: Dashboard; onClose: () => void }) {
  const [search, setSearch] = useState('')
  const { data, error, refetch } = useQuery(savedReportsQuery)
  const add = useMutation({
    mutationFn: (reportId: string) => addTile(dashboard.id, reportId),
    onSuccess: saved => {
      queryClient.setQueryData(dashboardQuery(dashboard.id).queryKey, saved)
      void queryClient.invalidateQueries({ queryKey: ['dashboards', 'list'] })
      onClose()
    }
  })
  const wanted = search.trim().toLowerCase()
  const found = data?.items.filter(report => report.name.toLowerCase().includes(wanted)) ?? []
  return (
    <Dialog isOpen onClose={onClose} title="Add a report" actions={<Button onClick={onClose}>Cancel</Button>}>
      <div className="flex min-h-60 flex-col gap-3">
        <FormFault text={add.error ? faultText(add.error) : undefined} />
        {data ? (
          data.items.length === 0 ? (
            <p className="text-sm text-ink-soft">
              No report is saved yet. Open one, such as Trends, and choose “Save” in its head.
            </p>
          ) : (
            <>
              <Input
                type="search"
                autoFocus
                aria-label="Find a saved report"
                placeholder="Find a saved report"
                value={search}
                onChange={event => setSearch(event.target.value)}
              />
              <ul className="flex flex-col">
                {found.map(report => (
                  <li key={report.id}>
                    <button
                      type="button"
                      disabled={add.isPending}
                      onClick={() => add.mutate(report.id)}
                      className="flex w-full items-baseline gap-3 rounded-sm px-2 py-2 text-left text-sm hover:bg-hover"
                    >
                      <span className="min-w-0 flex-1 truncate">{report.name}</span>
                      <span className="text-xs text-ink-faint">{kindWords[report.kind]}</span>
                    </button>
                  </li>
                ))}
                {found.length === 0 && (
                  <li className="px-2 py-2 text-sm text-ink-soft">No saved report is called so.</li>
                )}
              </ul>
            </>
          )
        ) : error ? (
          <Failure fault={error} what="The saved reports" isCompact onRetry={() => void refetch()} />
        ) : (
          <Loading what="saved reports" className="flex flex-col gap-2">
            {[0, 1, 2].map(row => (
              <Skeleton key={row} className="h-8" />
            ))}
          </Loading>
        )}
      </div>
    </Dialog>
  )
}
