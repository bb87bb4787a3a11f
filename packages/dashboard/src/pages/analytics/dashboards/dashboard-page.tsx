import type { Dashboard } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft, CalendarClock, Ellipsis, LayoutDashboard, Link2, Move, Plus } from 'lucide-react'
import { Suspense, useState } from 'react'
import { TileAnswer, TileGrid, tileClasses, tileStyle } from '../../../analytics/answers/tile-grid.tsx'
import { api } from '../../../api.ts'
import { queryClient } from '../../../query-client.ts'
import { useCan } from '../../../session.ts'
import { lazyPage } from '../../../shell/lazy-page.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { useTitle } from '../../../ui/page.tsx'
import { Empty, Failure, faultText, Loading, Skeleton } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { ArrangeTiles } from './arrange-tiles.tsx'
import { answerQuery, bare, dashboardQuery, type Tile } from './dashboards-data.ts'

const AddReport = lazyPage(() => import('./add-report.tsx'), 'AddReport')
const ShareDialog = lazyPage(() => import('./share-dialog.tsx'), 'ShareDialog')
const DigestDialog = lazyPage(() => import('./digest-dialog.tsx'), 'DigestDialog')
const RenameDialog = lazyPage(() => import('./rename-dialog.tsx'), 'RenameDialog')
const DeleteDialog = lazyPage(() => import('./delete-dialog.tsx'), 'DeleteDialog')

const route = getRouteApi('/app/analytics/dashboards/$id')
const dialogs = { add: AddReport, share: ShareDialog, digest: DigestDialog, rename: RenameDialog, delete: DeleteDialog }

export function DashboardPage() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(dashboardQuery(id))
  if (data) return <Shown key={id} dashboard={data} />
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4 md:p-5">
      {error ? (
        <Failure fault={error} what="The dashboard" onRetry={() => void refetch()} />
      ) : (
        <Loading what="the dashboard">
          <TileGrid>
            {[6, 5, 12].map(width => (
              <div key={width} className={tileClasses} style={tileStyle(width)}>
                <Skeleton className="h-5 w-40" />
                <Skeleton className="h-40" />
              </div>
            ))}
          </TileGrid>
        </Loading>
      )}
    </div>
  )
}

function Shown({ dashboard }: { dashboard: Dashboard }) {
  const { id, name, tiles, link } = dashboard
  const mayWrite = useCan('analytics:write')
  const navigate = useNavigate()
  const { arrange: said } = route.useSearch()
  const isArranging = mayWrite && said === 'on'
  const [opened, setOpened] = useState<keyof typeof dialogs>()
  useTitle(name)
  const save = useMutation({
    mutationFn: (next: readonly Tile[]) => api.patch<Dashboard>(`/api/dashboards/${id}`, { tiles: bare(next) }),
    // What is seen moves at once; the server has the last word.
    onMutate: next => queryClient.setQueryData(dashboardQuery(id).queryKey, { ...dashboard, tiles: [...next] }),
    onSuccess: saved => queryClient.setQueryData(dashboardQuery(id).queryKey, saved),
    onError: fault => {
      toast(faultText(fault))
      void queryClient.invalidateQueries({ queryKey: ['dashboards', id] })
    },
    scope: { id: `dashboard ${id}` }
  })
  const setArranging = (isOn: boolean) =>
    void navigate({
      to: '/analytics/dashboards/$id',
      params: { id },
      search: isOn ? { arrange: 'on' } : {},
      replace: true
    })
  const add = (
    <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => setOpened('add')}>
      Add a report
    </Button>
  )
  const Opened = opened && dialogs[opened]
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-5">
        <Link
          to="/analytics/dashboards"
          aria-label="All dashboards"
          title="All dashboards"
          className="inline-flex size-8 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-4" />
        </Link>
        <h2 className="min-w-0 flex-1 truncate text-base font-medium">{name}</h2>
        {mayWrite && (
          <div className="flex flex-wrap items-center gap-2">
            {isArranging ? (
              <Button look="primary" onClick={() => setArranging(false)}>
                Done
              </Button>
            ) : (
              tiles.length > 0 && (
                <Button icon={<Move aria-hidden className="size-4" />} onClick={() => setArranging(true)}>
                  Arrange
                </Button>
              )
            )}
            {tiles.length > 0 && add}
            <Button icon={<Link2 aria-hidden className="size-4" />} onClick={() => setOpened('share')}>
              {link ? 'Shared' : 'Share'}
            </Button>
            <Button icon={<CalendarClock aria-hidden className="size-4" />} onClick={() => setOpened('digest')}>
              Digest
            </Button>
            <Menu
              trigger={
                <IconButton label="More">
                  <Ellipsis aria-hidden className="size-4" />
                </IconButton>
              }
            >
              <MenuItem onSelect={() => setOpened('rename')}>Rename</MenuItem>
              <MenuItem isDanger onSelect={() => setOpened('delete')}>
                Delete
              </MenuItem>
            </Menu>
          </div>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-4 md:p-5">
        {tiles.length === 0 ? (
          <Empty
            icon={<LayoutDashboard aria-hidden className="size-5" />}
            title="Nothing on it yet"
            actions={mayWrite && add}
          >
            Add reports that were saved. “Save” stands in the head of every report.
          </Empty>
        ) : isArranging ? (
          <ArrangeTiles tiles={tiles} onChange={next => save.mutate(next)} />
        ) : (
          <TileGrid>
            {tiles.map((tile, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a report may stand here twice
              <SavedTile key={`${tile.reportId} ${index}`} tile={tile} />
            ))}
          </TileGrid>
        )}
      </div>
      <Suspense>{Opened && <Opened dashboard={dashboard} onClose={() => setOpened(undefined)} />}</Suspense>
    </>
  )
}

function SavedTile({ tile }: { tile: Tile }) {
  const query = useQuery(answerQuery(tile.reportId))
  return (
    <section aria-label={tile.name} className={tileClasses} style={tileStyle(tile.width)}>
      <h3 className="truncate text-sm font-medium">
        <Link
          to="/analytics/reports/$id"
          params={{ id: tile.reportId }}
          title="Open the report"
          className="hover:underline"
        >
          {tile.name}
        </Link>
      </h3>
      <TileAnswer tile={tile} query={query} />
    </section>
  )
}
