import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Inbox, SearchX } from 'lucide-react'
import { useCan } from '../../session.ts'
import { Button, buttonClasses } from '../../ui/button.tsx'
import { Empty } from '../../ui/states.tsx'
import { anyConversationQuery } from './inbox-data.ts'
import type { InboxSearch } from './inbox-search.ts'
import { keyText, shortcuts } from './keyboard.ts'
import { filterCount, queueOf, queues, withoutFilters } from './queues.ts'

/** An empty list says why it is empty, and what to do so that it is not. */
export function NothingHere({ search, onReplace }: { search: InboxSearch; onReplace: (search: InboxSearch) => void }) {
  const isNarrowed = filterCount(search) > 0 || search.search !== undefined
  const any = useQuery({ ...anyConversationQuery, enabled: !isNarrowed })
  const mayReadAgents = useCan('agents:read')
  const queue = queueOf(search) ?? queues[0]
  if (isNarrowed)
    return (
      <Empty
        icon={<SearchX aria-hidden className="size-5" />}
        title="Nothing fits"
        actions={
          <Button onClick={() => onReplace(withoutFilters({ ...search, search: undefined }))}>Clear filters</Button>
        }
      >
        {search.search === undefined
          ? 'No conversation has all of this. Take a filter away.'
          : `No message or note has “${search.search}”. Every word typed must be in it; the last one may be unfinished.`}
      </Empty>
    )
  if (any.data === false)
    return (
      <Empty
        icon={<Inbox aria-hidden className="size-5" />}
        title="Your inbox is ready"
        actions={
          mayReadAgents && (
            <Link to="/agents" className={buttonClasses({ look: 'primary' })}>
              Put the chat on your site
            </Link>
          )
        }
      >
        When a visitor writes in the chat, the conversation appears here within a moment: who they are, which page they
        are on, and everything they did before.
      </Empty>
    )
  return (
    <Empty icon={<Inbox aria-hidden className="size-5" />} title={queue?.empty.title ?? 'Nothing here'}>
      {queue?.empty.text}
    </Empty>
  )
}

const shownKeys = ['next', 'open', 'reply', 'resolve', 'assign', 'snooze', 'help']

/** Where a conversation would be: how one gets there without a mouse. */
export function NothingOpen() {
  const any = useQuery(anyConversationQuery)
  return (
    <div className="m-auto flex w-56 flex-col gap-2 px-4 py-10 max-lg:hidden">
      <p className="mb-1 text-sm text-ink-soft">
        {any.data === false ? 'The inbox by keyboard' : 'Choose a conversation.'}
      </p>
      {shortcuts
        .filter(({ action }) => shownKeys.includes(action))
        .map(({ keys, action, words }) => (
          <p key={action} className="flex items-center justify-between gap-4 text-xs text-ink-faint">
            {words}
            <kbd className="rounded-sm border border-line-strong bg-sunken px-1.5 font-sans leading-5">
              {keyText(keys[0] ?? '')}
            </kbd>
          </p>
        ))}
    </div>
  )
}
