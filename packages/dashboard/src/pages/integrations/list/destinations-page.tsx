import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, Send } from 'lucide-react'
import { useRef } from 'react'
import { useCan } from '../../../session.ts'
import { usePlainKeys } from '../../../shell/keys.ts'
import { buttonClasses } from '../../../ui/button.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { counted } from '../../../words/numbers.ts'
import { catalogQuery, destinationsQuery } from '../integrations-data.ts'
import { IntegrationsTabs } from '../integrations-tabs.tsx'
import { DestinationCard } from './destination-card.tsx'

export function DestinationsPage() {
  const mayWrite = useCan('destinations:write')
  const destinations = useQuery(destinationsQuery)
  const catalog = useQuery(catalogQuery)
  const list = useRef<HTMLUListElement>(null)
  const items = destinations.data?.items
  usePlainKeys((key, event) => {
    const step = key === 'j' || key === 'ArrowDown' ? 1 : key === 'k' || key === 'ArrowUp' ? -1 : 0
    const links: (Element | null)[] = [...(list.current?.querySelectorAll('h2 a') ?? [])]
    if (step === 0 || links.length === 0) return
    event.preventDefault()
    const at = links.indexOf(document.activeElement)
    const next = links[Math.max(0, Math.min(links.length - 1, at + step))]
    if (next instanceof HTMLElement) next.focus()
  })
  const add = (
    <Link to="/integrations/add" className={buttonClasses({ look: 'primary' })}>
      <Plus aria-hidden className="size-4" />
      Add Integration
    </Link>
  )
  return (
    <>
      <PageHeader title="Integrations" note={items && counted(items.length, 'destination')}>
        {mayWrite && add}
      </PageHeader>
      <IntegrationsTabs />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {destinations.isPending ? (
          <Loading what="the destinations" className="grid gap-3 p-4 md:p-5 xl:grid-cols-2">
            {[1, 2, 3, 4].map(index => (
              <Skeleton key={index} className="h-36 rounded-md" />
            ))}
          </Loading>
        ) : items === undefined ? (
          <Failure fault={destinations.error} what="The destinations" onRetry={() => void destinations.refetch()} />
        ) : items.length === 0 ? (
          <Empty icon={<Send aria-hidden className="size-5" />} title="No event leaves yet" actions={mayWrite && add}>
            A destination is a tool that you use already: LivePerson, your own server, an analytics service. Foyer sends
            it what visitors do, from this server, as far as they agreed to it.
          </Empty>
        ) : (
          <ul ref={list} className="grid gap-3 p-4 md:p-5 xl:grid-cols-2">
            {items.map(destination => (
              <DestinationCard
                key={destination.id}
                destination={destination}
                kind={catalog.data?.items.find(({ type }) => type === destination.type)}
              />
            ))}
          </ul>
        )}
      </div>
    </>
  )
}
