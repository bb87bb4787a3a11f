import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import { Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { reportAddress } from '../report-address.ts'
import { savedReportQuery } from './dashboards-data.ts'

const route = getRouteApi('/app/analytics/reports/$id')

/** The way from a saved report to its page, for links that know nothing of it but its id: those of tiles, lists and digests. */
export function SavedReportPage() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(savedReportQuery(id))
  if (data) return <Navigate {...reportAddress(data)} replace />
  return (
    <div className="p-4 md:p-5">
      {error ? (
        <Failure fault={error} what="The saved report" onRetry={() => void refetch()} />
      ) : (
        <Loading what="the saved report">
          <Skeleton className="h-60" />
        </Loading>
      )}
    </div>
  )
}
