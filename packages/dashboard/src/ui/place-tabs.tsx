import { useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'

/** Around links: the places of one page as tabs, each with an address of its own. */
export function PlaceTabs({ label, children }: { label: string; children: ReactNode }) {
  const list = useRef<HTMLElement>(null)
  const pathname = useRouterState({ select: state => state.location.pathname })
  // On a phone the tabs are a strip: the one that is open must be in sight.
  useEffect(() => {
    list.current?.querySelector(`[href="${pathname}"]`)?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [pathname])
  return (
    <nav ref={list} aria-label={label} className="flex shrink-0 gap-1 strip border-b border-line px-2 md:px-3">
      {children}
    </nav>
  )
}

export const placeTab =
  '-mb-px shrink-0 border-b-2 border-transparent px-2.5 py-2 text-sm text-ink-soft transition-colors outline-offset-[-2px] hover:text-ink data-[status=active]:border-accent data-[status=active]:font-medium data-[status=active]:text-ink'
