import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft, SearchX } from 'lucide-react'
import { useCan } from '../../../session.ts'
import { buttonClasses } from '../../../ui/button.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { catalogQuery } from '../integrations-data.ts'
import { AddForm } from './add-form.tsx'
import { CatalogList } from './catalog-list.tsx'

const route = getRouteApi('/app/integrations/add')

/** From the catalog to a destination that is sent events. */
export function AddIntegrationPage() {
  const { search, type, preset } = route.useSearch()
  const navigate = useNavigate({ from: '/integrations/add' })
  const mayWrite = useCan('destinations:write')
  const catalog = useQuery(catalogQuery)
  const kind = catalog.data?.items.find(one => one.type === type)
  const back = (
    <Link
      to={type ? '/integrations/add' : '/integrations'}
      search={type && search ? { search } : {}}
      aria-label={type ? 'All integrations' : 'All destinations'}
      title={type ? 'All integrations' : 'All destinations'}
      className="-mr-1 -ml-1.5 flex size-8 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink"
    >
      <ArrowLeft aria-hidden className="size-4" />
    </Link>
  )
  return (
    <>
      <PageHeader title={kind ? `Add ${kind.name}` : 'Add Integration'} back={back} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {catalog.isPending ? (
          <Loading what="the catalog" className="mx-auto grid w-full max-w-5xl gap-3 px-4 py-6 sm:grid-cols-2 md:px-6">
            {[1, 2, 3, 4, 5, 6].map(index => (
              <Skeleton key={index} className="h-28 rounded-md" />
            ))}
          </Loading>
        ) : catalog.data === undefined ? (
          <Failure fault={catalog.error} what="The catalog" onRetry={() => void catalog.refetch()} />
        ) : type === undefined ? (
          <CatalogList
            kinds={catalog.data.items}
            search={search}
            onSearch={next => void navigate({ search: next === undefined ? {} : { search: next }, replace: true })}
          />
        ) : kind === undefined ? (
          <Empty
            icon={<SearchX aria-hidden className="size-5" />}
            title="Foyer has no such integration"
            actions={
              <Link to="/integrations/add" className={buttonClasses({ look: 'primary' })}>
                See all of them
              </Link>
            }
          />
        ) : mayWrite ? (
          <AddForm
            key={kind.type}
            kind={kind}
            preset={kind.presets.find(({ key }) => key === preset) ?? kind.presets[0]}
            onPreset={key => void navigate({ search: current => ({ ...current, preset: key }), replace: true })}
          />
        ) : (
          <Empty title="An owner or admin can add it">Ask one of them, with the address of this page.</Empty>
        )}
      </div>
    </>
  )
}
