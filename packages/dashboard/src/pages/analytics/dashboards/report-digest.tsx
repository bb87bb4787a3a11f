import type { SavedReport } from '@foyer/protocol'
import { Digests } from './digests.tsx'

export const ReportDigest = ({ report, onClose }: { report: SavedReport; onClose: () => void }) => (
  <Digests of={{ reportId: report.id }} what={`“${report.name}”`} onClose={onClose} />
)
