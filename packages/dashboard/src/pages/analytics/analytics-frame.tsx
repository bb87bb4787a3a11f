import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { readAnalyticsAddress } from '../../analytics/analytics-address.ts'
import { analyticsPlaces } from '../../analytics/analytics-places.ts'
import { useSignedIn } from '../../session.ts'
import { useTitle } from '../../ui/page.tsx'
import { placeTab } from '../../ui/place-tabs.tsx'

/** The reports beside each other: whoever goes from one to the next takes the time and the filters along. */
export function AnalyticsFrame() {
  const { scopes } = useSignedIn()
  const pathname = useRouterState({ select: state => state.location.pathname })
  const tabs = useRef<HTMLElement>(null)
  const places = analyticsPlaces.filter(({ scope = 'analytics:read' }) => scopes.includes(scope))
  const here = places.findLast(({ to }) => pathname.startsWith(to))
  const hereAt = here?.to ?? pathname
  useTitle(here?.label ?? 'Analytics')
  // On a phone the tabs are a strip: the one that is open must be in sight.
  useEffect(() => {
    tabs.current?.querySelector(`[href^="${hereAt}"]`)?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [hereAt])
  return (
    <>
      <header className="flex min-h-11 shrink-0 items-end gap-3 border-b border-line pl-4 max-sm:flex-col max-sm:items-stretch max-sm:gap-0 max-sm:pl-0 md:pl-5">
        <h1 className="self-center text-base font-medium max-sm:self-start max-sm:px-4 max-sm:pt-2.5">Analytics</h1>
        <nav ref={tabs} aria-label="Analytics" className="flex min-w-0 flex-1 gap-1 strip px-1.5">
          {places.map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              search={current => readAnalyticsAddress(current)}
              activeOptions={{ exact: to === '/analytics', includeSearch: false }}
              className={placeTab}
            >
              {label}
            </Link>
          ))}
        </nav>
      </header>
      <Outlet />
    </>
  )
}
