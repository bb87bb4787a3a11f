import type { Dashboard } from '@foyer/protocol'
import { Digests } from './digests.tsx'

export const DigestDialog = ({ dashboard, onClose }: { dashboard: Dashboard; onClose: () => void }) => (
  <Digests of={{ dashboardId: dashboard.id }} what="this dashboard" onClose={onClose} />
)
