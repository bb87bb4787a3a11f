import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect, useEffectEvent, useRef, useState } from 'react'
import { sessionQuery } from '../session.ts'
import { usePlainKeys } from './keys.ts'
import { lazyPage } from './lazy-page.tsx'
import { places } from './navigation.ts'
import { BottomBar, Sidebar } from './sidebar.tsx'

const CommandPalette = lazyPage(() => import('./command-palette.tsx'), 'CommandPalette')
const reachForPalette = () => void CommandPalette.preload().catch(() => undefined)

/** How long after g the second key may come. */
const chordMs = 1_000

export function Shell() {
  const { data: session } = useQuery(sessionQuery)
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const typedEarly = useRef<string | null>(null)
  const navigate = useNavigate()
  const href = useRouterState({ select: state => state.location.href })
  const pathname = useRouterState({ select: state => state.location.pathname })
  const isSignedIn = session?.state === 'signed-in'

  useEffect(() => {
    if (isSignedIn) return
    void navigate({ to: '/sign-in', search: { return: href }, replace: true })
  }, [isSignedIn, navigate, href])

  // The palette is fetched when ⌘ goes down or the pointer comes near; what is typed before it is there is kept for it.
  const openPalette = (isOpen: boolean) => {
    typedEarly.current = isOpen ? '' : null
    setPaletteOpen(isOpen)
  }
  const takeTyped = () => {
    const typed = typedEarly.current
    typedEarly.current = null
    return typed ?? ''
  }
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const { key, shiftKey, altKey } = event
    const isCommand = event.metaKey || event.ctrlKey
    if (key === 'Meta' || key === 'Control') reachForPalette()
    else if (key.toLowerCase() === 'k' && isCommand && !shiftKey && !altKey) {
      event.preventDefault()
      openPalette(!isPaletteOpen)
    } else if (typedEarly.current !== null && key === 'Escape') openPalette(false)
    else if (typedEarly.current !== null && key.length === 1 && !isCommand) {
      event.preventDefault()
      typedEarly.current += key
    }
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listen, { capture: true })
    return () => document.removeEventListener('keydown', listen, { capture: true })
  }, [])

  // Not 0: the clock of events begins with the page, and in its first second every key would be the second one.
  const goPressedAt = useRef(Number.NEGATIVE_INFINITY)
  usePlainKeys((key, event) => {
    if (key === 'g') goPressedAt.current = event.timeStamp
    else if (event.timeStamp - goPressedAt.current < chordMs) {
      goPressedAt.current = Number.NEGATIVE_INFINITY
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
      <Sidebar session={session} onSearch={() => openPalette(true)} onNearSearch={reachForPalette} />
      <main
        id="content"
        tabIndex={-1}
        key={pathname.split('/')[1]}
        className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden bg-surface outline-none md:m-2 md:ml-0 md:rounded-md md:border md:border-line"
      >
        <Outlet />
      </main>
      <BottomBar session={session} onSearch={() => openPalette(true)} onNearSearch={reachForPalette} />
      {isPaletteOpen && (
        <Suspense>
          <CommandPalette session={session} takeTyped={takeTyped} onClose={() => openPalette(false)} />
        </Suspense>
      )}
    </div>
  )
}
