import { Loading, Skeleton } from '../../ui/states.tsx'

export function VisitorSkeleton() {
  return (
    <Loading what="the visitor" className="flex flex-col gap-3 p-4">
      <span className="flex items-center gap-3">
        <Skeleton className="size-12 rounded-full" />
        <Skeleton className="h-4 w-32" />
      </span>
      <Skeleton className="mt-4 h-4 w-1/2" />
      <Skeleton className="h-4" />
      <Skeleton className="h-4 w-4/5" />
      <Skeleton className="mt-4 h-4 w-1/3" />
      <Skeleton className="h-4" />
      <Skeleton className="h-4 w-2/3" />
    </Loading>
  )
}
