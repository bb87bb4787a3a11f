import type { SavedReport } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CalendarClock, Ellipsis } from 'lucide-react'
import { Suspense, useState } from 'react'
import { rangeLabel } from '../../../analytics/ranges.ts'
import { useCan, useTimezone } from '../../../session.ts'
import { lazyPage } from '../../../shell/lazy-page.tsx'
import { dayIn } from '../../../time/days.ts'
import { useNow } from '../../../time/use-now.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { Failure } from '../../../ui/states.tsx'
import { counted } from '../../../words/numbers.ts'
import { savedReportsQuery } from './dashboards-data.ts'
import { kindWords } from './kind-words.ts'

const ReportDigest = lazyPage(() => import('./report-digest.tsx'), 'ReportDigest')
const DeleteReport = lazyPage(() => import('./delete-report.tsx'), 'DeleteReport')
const dialogs = { digest: ReportDigest, delete: DeleteReport }

/** What is kept of reports, whether or not it stands on a dashboard. */
export function SavedReports() {
  const mayWrite = useCan('analytics:write')
  const timezone = useTimezone()
  const today = dayIn(useNow(60_000), timezone)
  const [opened, setOpened] = useState<{ dialog: keyof typeof dialogs; report: SavedReport }>()
  const { data, error, refetch } = useQuery(savedReportsQuery)
  if (error) return <Failure fault={error} what="The saved reports" isCompact onRetry={() => void refetch()} />
  if (!data || data.items.length === 0) return null
  const Opened = opened && dialogs[opened.dialog]
  return (
    <section aria-label="Saved reports" className="mx-auto mt-8 flex max-w-3xl flex-col gap-4">
      <h2 className="text-base font-medium">{counted(data.items.length, 'saved report')}</h2>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {data.items.map(report => (
          <li key={report.id} className="flex items-center gap-3 py-2 pr-2 pl-4">
            <span className="min-w-0 flex-1">
              <Link
                to="/analytics/reports/$id"
                params={{ id: report.id }}
                className="block truncate text-sm font-medium hover:underline"
              >
                <bdi>{report.name}</bdi>
              </Link>
              <span className="text-xs text-ink-faint">
                {kindWords[report.kind]} · {rangeLabel(report.range, today)}
              </span>
            </span>
            {mayWrite && (
              <Menu
                trigger={
                  <IconButton label={`What to do with ${report.name}`}>
                    <Ellipsis aria-hidden className="size-4" />
                  </IconButton>
                }
              >
                <MenuItem
                  icon={<CalendarClock aria-hidden className="size-4" />}
                  onSelect={() => setOpened({ dialog: 'digest', report })}
                >
                  Digest
                </MenuItem>
                <MenuItem isDanger onSelect={() => setOpened({ dialog: 'delete', report })}>
                  Delete
                </MenuItem>
              </Menu>
            )}
          </li>
        ))}
      </ul>
      <Suspense>{Opened && opened && <Opened report={opened.report} onClose={() => setOpened(undefined)} />}</Suspense>
    </section>
  )
}
