import type { SavedReportAnswer, SharedDashboard } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Link2Off } from 'lucide-react'
import { useEffect } from 'react'
import { TileAnswer, TileGrid, tileClasses, tileStyle } from '../../analytics/answers/tile-grid.tsx'
import { tileRefreshMs } from '../../analytics/answers/tile-refresh.ts'
import { ApiError, api } from '../../api.ts'
import { useTitle } from '../../ui/page.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../ui/states.tsx'

const route = getRouteApi('/shared/$secret')

/** One dashboard for whoever has its link: nothing to click, and no way from here to anything else. */
export function SharedPage() {
  const { secret } = route.useParams()
  const path = `/api/shared/${encodeURIComponent(secret)}`
  const { data, error, refetch } = useQuery({
    queryKey: ['shared', secret],
    queryFn: ({ signal }) => api.get<SharedDashboard>(path, undefined, signal),
    retry: (times, fault) => times < 2 && !(fault instanceof ApiError && fault.status < 500)
  })
  useTitle(data?.name ?? 'Shared dashboard')
  useUnlisted()
  if (error)
    return (
      <main className="min-h-full">
        {error instanceof ApiError && error.status === 404 ? (
          <Empty isWholePage icon={<Link2Off aria-hidden className="size-5" />} title="There is nothing at this link">
            {error.message}
          </Empty>
        ) : (
          <Failure fault={error} what="The dashboard" onRetry={() => void refetch()} />
        )}
      </main>
    )
  return (
    <main className="mx-auto flex min-h-full w-full max-w-7xl flex-col gap-5 p-4 md:p-6">
      {data ? (
        <>
          <header>
            <h1 className="text-xl font-medium">{data.name}</h1>
            <p className="text-sm text-ink-soft">{data.workspace}</p>
          </header>
          <TileGrid>
            {data.tiles.map((tile, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a tile is known by its place and by nothing else
              <SharedTile key={index} path={`${path}/tiles/${index}`} tile={tile} />
            ))}
          </TileGrid>
          {data.tiles.length === 0 && <p className="text-sm text-ink-soft">Nothing is on this dashboard yet.</p>}
        </>
      ) : (
        <Loading what="the dashboard" className="flex flex-col gap-4">
          <Skeleton className="h-8 w-64" />
          <Skeleton className="h-60 rounded-md" />
        </Loading>
      )}
    </main>
  )
}

function SharedTile({ tile, path }: { tile: SharedDashboard['tiles'][number]; path: string }) {
  const query = useQuery({
    queryKey: ['shared', path],
    queryFn: ({ signal }) => api.get<SavedReportAnswer>(path, undefined, signal),
    refetchInterval: tileRefreshMs,
    retry: (times, fault) => times < 2 && !(fault instanceof ApiError && fault.status < 500)
  })
  return (
    <section aria-label={tile.name} className={tileClasses} style={tileStyle(tile.width)}>
      <h2 className="truncate text-sm font-medium">{tile.name}</h2>
      <TileAnswer tile={tile} query={query} />
    </section>
  )
}

/** For whatever reads the page without its headers. */
function useUnlisted(): void {
  useEffect(() => {
    const robots = document.createElement('meta')
    robots.name = 'robots'
    robots.content = 'noindex, nofollow'
    document.head.append(robots)
    return () => robots.remove()
  }, [])
}
