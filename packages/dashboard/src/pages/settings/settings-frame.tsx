import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useSignedIn } from '../../session.ts'
import { PageHeader } from '../../ui/page.tsx'
import { settingsPlaces } from './settings-places.ts'

/** The settings are one page with its own short list of places. */
export function SettingsFrame() {
  const { scopes } = useSignedIn()
  const places = settingsPlaces.filter(place => !place.scope || scopes.includes(place.scope))
  const list = useRef<HTMLElement>(null)
  const pathname = useRouterState({ select: state => state.location.pathname })
  // On a phone the list is a strip: the place one is at must be in sight.
  useEffect(() => {
    list.current?.querySelector(`[href="${pathname}"]`)?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [pathname])
  return (
    <>
      <PageHeader title="Settings" />
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        <nav
          ref={list}
          aria-label="Settings"
          className="flex shrink-0 gap-1 strip border-line p-2 max-md:border-b md:w-52 md:flex-col md:border-r md:p-3"
        >
          {places.map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              className="flex h-8 shrink-0 items-center rounded-sm px-2.5 text-sm text-ink-soft hover:bg-hover hover:text-ink data-[status=active]:bg-pressed data-[status=active]:font-medium data-[status=active]:text-ink"
            >
              {label}
            </Link>
          ))}
        </nav>
        <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">
          <Outlet />
        </div>
      </div>
    </>
  )
}
