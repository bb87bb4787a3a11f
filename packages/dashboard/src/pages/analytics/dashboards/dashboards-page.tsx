import type { Dashboard, DashboardSummary } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { LayoutDashboard, Link2, Plus } from 'lucide-react'
import { useState } from 'react'
import { dashboardsQuery } from '../../../analytics/save-export/saved-data.ts'
import { api } from '../../../api.ts'
import { useCan } from '../../../session.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { counted } from '../../../words/numbers.ts'
import { NameDialog } from './name-dialog.tsx'
import { SavedReports } from './saved-reports.tsx'

/** All dashboards of the workspace; every member sees them. */
export function DashboardsPage() {
  const mayWrite = useCan('analytics:write')
  const [isMaking, setMaking] = useState(false)
  const { data, error, refetch } = useQuery(dashboardsQuery)
  const make = mayWrite && (
    <Button look="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setMaking(true)}>
      New dashboard
    </Button>
  )
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4 md:p-5">
      {data ? (
        data.items.length === 0 ? (
          <Empty icon={<LayoutDashboard aria-hidden className="size-5" />} title="No dashboards yet" actions={make}>
            Save the reports you look at again and again, and put them beside each other on one page.
          </Empty>
        ) : (
          <div className="mx-auto flex max-w-3xl flex-col gap-4">
            <div className="flex items-center justify-between gap-3">
              <h2 className="text-base font-medium">{counted(data.items.length, 'dashboard')}</h2>
              {make}
            </div>
            <ul className="divide-y divide-line rounded-md border border-line bg-surface">
              {data.items.map(dashboard => (
                <Row key={dashboard.id} dashboard={dashboard} />
              ))}
            </ul>
          </div>
        )
      ) : error ? (
        <Failure fault={error} what="The dashboards" onRetry={() => void refetch()} />
      ) : (
        <Loading what="dashboards" className="mx-auto flex max-w-3xl flex-col gap-3">
          {[0, 1, 2].map(row => (
            <Skeleton key={row} className="h-14 rounded-md" />
          ))}
        </Loading>
      )}
      {data && <SavedReports />}
      {isMaking && <NewDashboard onClose={() => setMaking(false)} />}
    </div>
  )
}

function Row({ dashboard: { id, name, tileCount, updatedAt, link } }: { dashboard: DashboardSummary }) {
  return (
    <li>
      <Link
        to="/analytics/dashboards/$id"
        params={{ id }}
        className="flex items-center gap-3 px-4 py-3 hover:bg-hover focus-visible:bg-hover"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium">{name}</span>
          <span className="text-xs text-ink-faint">
            {counted(tileCount, 'report')}, changed <Ago at={updatedAt} />
          </span>
        </span>
        {link && (
          <span className="flex items-center gap-1 text-xs text-ink-soft">
            <Link2 aria-hidden className="size-3.5" />
            Shared by link
          </span>
        )}
      </Link>
    </li>
  )
}

function NewDashboard({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  return (
    <NameDialog
      title="New dashboard"
      doing="Make dashboard"
      name=""
      hint="Everybody in this workspace sees it."
      save={name => api.post<Dashboard>('/api/dashboards', { name })}
      onSaved={made => void navigate({ to: '/analytics/dashboards/$id', params: { id: made.id } })}
      onClose={onClose}
    />
  )
}
