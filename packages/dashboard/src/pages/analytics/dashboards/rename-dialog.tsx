import type { Dashboard } from '@foyer/protocol'
import { api } from '../../../api.ts'
import { queryClient } from '../../../query-client.ts'
import { dashboardQuery } from './dashboards-data.ts'
import { NameDialog } from './name-dialog.tsx'

export function RenameDialog({ dashboard, onClose }: { dashboard: Dashboard; onClose: () => void }) {
  return (
    <NameDialog
      title="Rename the dashboard"
      doing="Rename"
      name={dashboard.name}
      save={name => api.patch<Dashboard>(`/api/dashboards/${dashboard.id}`, { name })}
      onSaved={saved => {
        queryClient.setQueryData(dashboardQuery(dashboard.id).queryKey, saved)
        onClose()
      }}
      onClose={onClose}
    />
  )
}
