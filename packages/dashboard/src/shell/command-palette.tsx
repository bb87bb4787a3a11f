import type { PeoplePage } from '@foyer/protocol'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import {
  BookOpen,
  Bug,
  ClipboardList,
  FileClock,
  KeyRound,
  LogOut,
  MessagesSquare,
  Plus,
  Search,
  ShieldCheck,
  ShoppingBag,
  TextCursorInput,
  UserRound,
  UsersRound,
  Wrench
} from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useDeferredValue, useEffect, useEffectEvent, useState } from 'react'
import { api } from '../api.ts'
import type { SignedIn } from '../session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { VerifiedMark } from '../ui/marks.tsx'
import { Ago } from '../ui/time.tsx'
import { useOpener } from '../ui/use-opener.ts'
import { nameOf } from '../words/people.ts'
import { themeChoices } from './member-menu.tsx'
import { places } from './navigation.ts'
import { signOut } from './sign-out.ts'
import { chooseTheme } from './theme.ts'
import { useSettled } from './use-settled.ts'

const row =
  'flex h-10 cursor-pointer items-center gap-3 rounded-sm px-3 text-sm select-none data-[selected=true]:bg-hover data-[disabled=true]:opacity-50'
const group =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint'
const icon = 'size-4 shrink-0 text-ink-soft'
const peopleShown = 6

type Props = {
  session: SignedIn
  /** What was typed between ⌘K and this moment. */
  takeTyped: () => string
  onClose: () => void
}

export function CommandPalette({ session, takeTyped, onClose }: Props) {
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const opener = useOpener()
  // In an effect: what is drawn twice before it is shown must not lose them.
  const begin = useEffectEvent(() => {
    const early = takeTyped()
    if (early !== '') setTyped(early)
  })
  useEffect(() => begin(), [])
  const settled = useSettled(typed.trim(), 120)
  const can = (scope: SignedIn['scopes'][number]) => session.scopes.includes(scope)
  const people = useQuery({
    queryKey: ['people', 'palette', settled],
    queryFn: ({ signal }) =>
      api.get<PeoplePage>('/api/people', { search: settled, limit: peopleShown, bots: false }, signal),
    enabled: settled !== '' && can('people:read'),
    placeholderData: keepPreviousData
  })
  const found = useDeferredValue(typed.trim() === '' ? [] : (people.data?.items ?? []))
  const then = (act: () => unknown) => () => {
    onClose()
    void act()
  }

  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Dialog.Content
          {...opener}
          aria-describedby={undefined}
          className="fixed top-[10vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 animate-rise overflow-hidden rounded-md bg-raised shadow-float"
        >
          <Dialog.Title className="sr-only">Search and go</Dialog.Title>
          <Command loop label="Search and go">
            <div className="flex items-center gap-3 border-b border-line px-4">
              <Search aria-hidden className={icon} />
              <Command.Input
                value={typed}
                onValueChange={setTyped}
                placeholder="Find a person, a page or something to do"
                className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none"
              />
            </div>
            <Command.List className="max-h-[min(26rem,60vh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-8 text-center text-sm text-ink-soft">
                {people.isFetching
                  ? 'Searching…'
                  : `Nothing is called “${typed}”. Every word typed must begin a word of theirs.`}
              </Command.Empty>
              {found.length > 0 && (
                <Command.Group heading="People" className={group}>
                  {found.map(person => (
                    <Command.Item
                      key={person.id}
                      value={person.id}
                      // The server found them for these letters; they match whatever they are called.
                      keywords={[typed]}
                      className={row}
                      onSelect={then(() => navigate({ to: '/people/$id', params: { id: person.id } }))}
                    >
                      <Avatar id={person.id} isOnline={person.online} />
                      <span className="min-w-0 truncate">{nameOf(person)}</span>
                      {person.verified && <VerifiedMark />}
                      {person.name && person.email && (
                        <span className="min-w-0 truncate text-ink-faint">{person.email}</span>
                      )}
                      <Ago at={person.lastSeenAt} className="ml-auto shrink-0 text-xs text-ink-faint" />
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              <Command.Group heading="Go to" className={group}>
                {places
                  .filter(place => !place.scope || can(place.scope))
                  .map(({ to, label, icon: Icon, key }) => (
                    <Item
                      key={to}
                      icon={<Icon aria-hidden className={icon} />}
                      keys={`G ${key.toUpperCase()}`}
                      onSelect={then(() => navigate({ to }))}
                    >
                      {label}
                    </Item>
                  ))}
                {can('agents:read') && (
                  <Item
                    icon={<BookOpen aria-hidden className={icon} />}
                    onSelect={then(() => navigate({ to: '/agents/knowledge' }))}
                  >
                    Knowledge: what the agent answers from
                  </Item>
                )}
                {can('destinations:read') && (
                  <Item
                    icon={<Bug aria-hidden className={icon} />}
                    onSelect={then(() => navigate({ to: '/integrations/debugger' }))}
                  >
                    Event Debugger: every delivery, with its answer
                  </Item>
                )}
                {can('members:read') && (
                  <Item
                    icon={<UsersRound aria-hidden className={icon} />}
                    onSelect={then(() => navigate({ to: '/settings/members' }))}
                  >
                    Members
                  </Item>
                )}
                {can('conversations:read') && (
                  <Item
                    icon={<MessagesSquare aria-hidden className={icon} />}
                    onSelect={then(() => navigate({ to: '/settings/inbox' }))}
                  >
                    How the inbox works: turns, mail, canned replies, labels
                  </Item>
                )}
                {can('keys:read') && (
                  <Item
                    icon={<KeyRound aria-hidden className={icon} />}
                    onSelect={then(() => navigate({ to: '/settings/keys' }))}
                  >
                    API keys
                  </Item>
                )}
                {can('workspace:read') && (
                  <Item
                    icon={<ShieldCheck aria-hidden className={icon} />}
                    onSelect={then(() => navigate({ to: '/settings/privacy' }))}
                  >
                    Privacy: addresses and places
                  </Item>
                )}
                {can('workspace:read') && (
                  <Item
                    icon={<ClipboardList aria-hidden className={icon} />}
                    onSelect={then(() => navigate({ to: '/settings/ledger' }))}
                  >
                    What arrived and what was kept
                  </Item>
                )}
                {can('audit:read') && (
                  <Item
                    icon={<FileClock aria-hidden className={icon} />}
                    onSelect={then(() => navigate({ to: '/settings/audit' }))}
                  >
                    Audit trail
                  </Item>
                )}
                <Item
                  icon={<UserRound aria-hidden className={icon} />}
                  onSelect={then(() => navigate({ to: '/settings/account' }))}
                >
                  Your account
                </Item>
              </Command.Group>
              <Command.Group heading="Do" className={group}>
                {can('agents:write') && (
                  <Item
                    icon={<Plus aria-hidden className={icon} />}
                    onSelect={then(() => navigate({ to: '/agents', search: { add: 'yes' } }))}
                  >
                    Add an agent
                  </Item>
                )}
                {can('destinations:write') && (
                  <Item
                    icon={<Plus aria-hidden className={icon} />}
                    onSelect={then(() => navigate({ to: '/integrations/add' }))}
                  >
                    Add an integration
                  </Item>
                )}
                {can('agents:write') && (
                  <Item
                    icon={<TextCursorInput aria-hidden className={icon} />}
                    onSelect={then(() => navigate({ to: '/agents/knowledge', search: { add: 'text' } }))}
                  >
                    Add text to the knowledge
                  </Item>
                )}
                {can('agents:read') && (
                  <Item
                    icon={<Wrench aria-hidden className={icon} />}
                    onSelect={then(() => navigate({ to: '/welcome' }))}
                  >
                    Install the snippet
                  </Item>
                )}
                <Item
                  icon={<ShoppingBag aria-hidden className={icon} />}
                  onSelect={then(() => window.open('/demo', '_blank', 'noopener'))}
                >
                  Open the demo shop
                </Item>
                {themeChoices.map(choice => (
                  <Item key={choice.value} icon={choice.icon} onSelect={then(() => chooseTheme(choice.value))}>
                    Theme: {choice.label.toLowerCase()}
                  </Item>
                ))}
                <Item icon={<LogOut aria-hidden className={icon} />} onSelect={then(() => signOut())}>
                  Sign out
                </Item>
              </Command.Group>
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type ItemProps = { icon: ReactNode; keys?: string; onSelect: () => void; children: ReactNode }

function Item({ icon, keys, onSelect, children }: ItemProps) {
  return (
    <Command.Item className={row} onSelect={onSelect}>
      {icon}
      <span className="flex-1 truncate">{children}</span>
      {keys && <kbd className="font-sans text-xs text-ink-faint">{keys}</kbd>}
    </Command.Item>
  )
}
