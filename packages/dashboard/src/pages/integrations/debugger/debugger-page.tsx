import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { classes } from '../../../ui/classes.ts'
import { PageHeader } from '../../../ui/page.tsx'
import { useDestination } from '../destination/destination-shown.ts'
import { Misconfigured } from '../destination/misconfigured.tsx'
import { type DeliveriesAddress, readDeliveriesAddress } from '../integrations-address.ts'
import { catalogQuery, destinationsQuery } from '../integrations-data.ts'
import { IntegrationsTabs } from '../integrations-tabs.tsx'
import { DeliveriesDebugger } from './deliveries-debugger.tsx'
import { TestEvent } from './test-event.tsx'

const all = getRouteApi('/app/integrations/debugger')
const one = getRouteApi('/app/integrations/$id/debugger')

/** The deliveries of every destination. */
export function DebuggerPage() {
  const address = all.useSearch()
  const navigate = useNavigate({ from: '/integrations/debugger' })
  const destinations = useQuery(destinationsQuery)
  const catalog = useQuery(catalogQuery)
  const items = destinations.data?.items ?? []
  const chosen = items.find(({ id }) => id === address.destination)
  const kind = catalog.data?.items.find(({ type }) => type === chosen?.type)
  const change = (next: Partial<DeliveriesAddress>) =>
    void navigate({ search: current => readDeliveriesAddress({ ...current, ...next }), replace: true })
  return (
    <>
      <PageHeader title="Integrations" />
      <IntegrationsTabs />
      <DeliveriesDebugger
        address={address}
        onChange={change}
        destinations={items}
        {...(chosen && kind
          ? {
              test: (onClose: () => void, onSent: (id: string) => void) => (
                <TestEvent destination={chosen} kind={kind} onClose={onClose} onSent={onSent} />
              )
            }
          : {})}
      />
    </>
  )
}

/** The deliveries of one destination. */
export function DestinationDebuggerPage() {
  const { destination, kind } = useDestination()
  const address = one.useSearch()
  const navigate = useNavigate({ from: '/integrations/$id/debugger' })
  const change = (next: Partial<DeliveriesAddress>) =>
    void navigate({ search: current => readDeliveriesAddress({ ...current, ...next }), replace: true })
  return (
    <>
      <div className={classes('shrink-0 px-4 pt-3 empty:hidden md:px-5', address.open && 'max-lg:hidden')}>
        <Misconfigured destination={destination} isBrief />
      </div>
      <DeliveriesDebugger
        address={address}
        onChange={change}
        destinationId={destination.id}
        test={(onClose, onSent) => (
          <TestEvent destination={destination} kind={kind} onClose={onClose} onSent={onSent} />
        )}
      />
    </>
  )
}
