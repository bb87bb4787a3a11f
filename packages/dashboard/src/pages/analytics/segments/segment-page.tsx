import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ApiError } from '../../../api.ts'
import { Empty, Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { SegmentEditor } from './segment-editor.tsx'
import { segmentQuery } from './segments-data.ts'

const newRoute = getRouteApi('/app/analytics/segments/new')
const route = getRouteApi('/app/analytics/segments/$id')

export function NewSegmentPage() {
  return <SegmentEditor address={newRoute.useSearch()} />
}

export function SegmentPage() {
  const { id } = route.useParams()
  const address = route.useSearch()
  const { data, error, refetch } = useQuery(segmentQuery(id))
  if (data) return <SegmentEditor key={data.id} segment={data} address={address} />
  if (error instanceof ApiError && (error.status === 404 || error.status === 422))
    return <Empty title="There is no such segment">It may have been deleted. The other segments are one tab up.</Empty>
  if (error) return <Failure fault={error} what="The segment" onRetry={() => void refetch()} />
  return (
    <Loading what="the segment" className="mx-auto flex w-full max-w-4xl flex-col gap-4 p-4 md:p-5">
      <Skeleton className="h-8 w-72" />
      <Skeleton className="h-24 rounded-md" />
      <Skeleton className="h-48 rounded-md" />
    </Loading>
  )
}
