import { Link, useRouterState } from '@tanstack/react-router'
import { ChevronsUpDown, Menu, Search } from 'lucide-react'
import type { SignedIn } from '../session.ts'
import { classes } from '../ui/classes.ts'
import { MemberMenu } from './member-menu.tsx'
import { type Place, places } from './navigation.ts'

type Props = { session: SignedIn; onSearch: () => void; onNearSearch: () => void }

const shownTo = ({ scopes }: SignedIn) => places.filter(place => !place.scope || scopes.includes(place.scope))

export const searchKeys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'

export function Sidebar({ session, onSearch, onNearSearch }: Props) {
  return (
    <header className="hidden w-56 shrink-0 flex-col gap-4 px-3 py-3 md:flex">
      <div className="flex items-center gap-2.5 px-2 pt-1">
        <Mark />
        <span className="min-w-0 flex-1 truncate text-base font-medium">{session.workspace.name}</span>
      </div>
      <button
        type="button"
        onClick={onSearch}
        onPointerEnter={onNearSearch}
        onFocus={onNearSearch}
        className="flex h-8 items-center gap-2 rounded-sm border border-line bg-surface px-2.5 text-sm text-ink-faint transition-colors hover:border-line-strong hover:text-ink-soft"
      >
        <Search aria-hidden className="size-4" />
        <span className="flex-1 text-left">Search</span>
        <kbd className="font-sans text-xs">{searchKeys}</kbd>
      </button>
      <nav aria-label="Pages" className="flex flex-1 flex-col gap-0.5">
        {shownTo(session).map(place => (
          <SidebarLink key={place.to} place={place} />
        ))}
      </nav>
      <MemberMenu session={session} side="top">
        <button
          type="button"
          className="flex items-center gap-2.5 rounded-sm px-2 py-1.5 text-left transition-colors hover:bg-hover data-[state=open]:bg-hover"
        >
          <Initials name={session.member.name} />
          <span className="min-w-0 flex-1">
            <span className="block truncate text-sm font-medium">{session.member.name}</span>
            <span className="block truncate text-xs text-ink-faint">{session.member.email}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
        </button>
      </MemberMenu>
    </header>
  )
}

function SidebarLink({ place: { to, label, icon: Icon } }: { place: Place }) {
  return (
    <Link
      to={to}
      className="group flex h-8 items-center gap-2.5 rounded-sm px-2 text-sm text-ink-soft transition-colors hover:bg-hover hover:text-ink data-[status=active]:bg-pressed data-[status=active]:font-medium data-[status=active]:text-ink"
    >
      <Icon aria-hidden className="size-4 group-data-[status=active]:text-accent" />
      {label}
    </Link>
  )
}

/** On a phone the pages are under the thumb. */
export function BottomBar({ session, onSearch, onNearSearch }: Props) {
  const item =
    'flex min-w-0 flex-1 flex-col items-center gap-0.5 py-1.5 text-[0.625rem] leading-4 whitespace-nowrap text-ink-soft outline-offset-[-2px]'
  const shown = shownTo(session)
  const under = shown.filter(place => !place.isMore)
  const more = shown.filter(place => place.isMore)
  const isMore = useRouterState({ select: state => more.some(({ to }) => state.location.pathname.startsWith(to)) })
  return (
    <nav
      aria-label="Pages"
      className="flex shrink-0 border-t border-line bg-canvas px-1 pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {under.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          className={classes(item, 'data-[status=active]:font-medium data-[status=active]:text-accent')}
        >
          <Icon aria-hidden className="size-5" />
          {label}
        </Link>
      ))}
      <button type="button" onClick={onSearch} onPointerEnter={onNearSearch} onFocus={onNearSearch} className={item}>
        <Search aria-hidden className="size-5" />
        Search
      </button>
      <MemberMenu session={session} side="top" places={more}>
        <button type="button" className={classes(item, isMore && 'font-medium text-accent')}>
          <Menu aria-hidden className="size-5" />
          <span>
            More<span className="sr-only">: pages, theme and your account</span>
          </span>
        </button>
      </MemberMenu>
    </nav>
  )
}

export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className="size-6 shrink-0">
      <rect width="32" height="32" rx="8" fill="#1d3a22" />
      <path d="M9 25V13.5a7 7 0 0 1 14 0V25" fill="none" stroke="#d9f0d0" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="16" cy="15" r="3.4" fill="#ffd36b" />
      <path d="M6.5 25h19" stroke="#d9f0d0" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  )
}

function Initials({ name }: { name: string }) {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map(text => [...(text ?? '')][0] ?? '')
    .join('')
  return (
    <span
      aria-hidden
      className="flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-medium text-accent uppercase"
    >
      {letters}
    </span>
  )
}
