import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { sessionQuery } from '../session.ts'
import { usePlainKeys } from './keys.ts'
import { places } from './navigation.ts'
import { BottomBar, Sidebar } from './sidebar.tsx'

const loadPalette = () => import('./command-palette.tsx')
const CommandPalette = lazy(loadPalette)

/** How long after g the second key may come. */
const chordMs = 1_000
const paletteWithinMs = 1_500

export function Shell() {
  const { data: session } = useQuery(sessionQuery)
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const navigate = useNavigate()
  const href = useRouterState({ select: state => state.location.href })
  const pathname = useRouterState({ select: state => state.location.pathname })
  const isSignedIn = session?.state === 'signed-in'

  useEffect(() => {
    if (isSignedIn) return
    void navigate({ to: '/sign-in', search: { return: href }, replace: true })
  }, [isSignedIn, navigate, href])

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setPaletteOpen(isOpen => !isOpen)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])

  // Fetched while nothing else happens, so that no letter typed after ⌘K is lost to loading.
  useEffect(() => {
    // Safari has no requestIdleCallback.
    if (!('requestIdleCallback' in window)) return void loadPalette()
    const asked = requestIdleCallback(() => void loadPalette(), { timeout: paletteWithinMs })
    return () => cancelIdleCallback(asked)
  }, [])

  const goPressedAt = useRef(0)
  usePlainKeys((key, event) => {
    if (key === 'g') goPressedAt.current = event.timeStamp
    else if (event.timeStamp - goPressedAt.current < chordMs) {
      goPressedAt.current = 0
      const place = places.find(candidate => candidate.key === key)
      if (!place) return
      event.preventDefault()
      void navigate({ to: place.to })
    }
  })

  if (!isSignedIn) return null
  return (
    <div className="flex h-full flex-col md:flex-row">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-sm bg-raised px-3 py-2 text-sm shadow-float focus:translate-y-0"
      >
        Skip to the content
      </a>
      <Sidebar session={session} onSearch={() => setPaletteOpen(true)} />
      <main
        id="content"
        tabIndex={-1}
        key={pathname.split('/')[1]}
        className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden bg-surface outline-none md:m-2 md:ml-0 md:rounded-md md:border md:border-line"
      >
        <Outlet />
      </main>
      <BottomBar session={session} onSearch={() => setPaletteOpen(true)} />
      {isPaletteOpen && (
        <Suspense>
          <CommandPalette session={session} onClose={() => setPaletteOpen(false)} />
        </Suspense>
      )}
    </div>
  )
}
