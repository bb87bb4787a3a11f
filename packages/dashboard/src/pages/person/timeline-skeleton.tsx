import { Skeleton } from '../../ui/states.tsx'

export function TimelineSkeleton() {
  return (
    <div className="flex flex-1 flex-col gap-5 p-5">
      <Skeleton className="h-4 w-56" />
      {Array.from({ length: 7 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
        <div key={index} className="flex items-center gap-3">
          <Skeleton className="size-6 rounded-full" />
          <Skeleton className="h-3.5 w-1/2" />
          <Skeleton className="ml-auto h-3.5 w-16" />
        </div>
      ))}
    </div>
  )
}
