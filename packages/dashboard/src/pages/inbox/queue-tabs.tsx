import type { ConversationCounts } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Check, ChevronDown } from 'lucide-react'
import { classes } from '../../ui/classes.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { compactCount } from '../../words/numbers.ts'
import { countsQuery } from './inbox-data.ts'
import type { InboxSearch } from './inbox-search.ts'
import { inQueue, inSight, type Queue, queueOf } from './queues.ts'

type Props = { search: InboxSearch; onChange: (search: InboxSearch) => void }

const tab = 'flex h-7 shrink-0 items-center gap-1 rounded-sm px-1.5 text-sm transition-colors'
const look = (isOn: boolean) =>
  isOn ? 'bg-accent-soft font-medium text-accent' : 'text-ink-soft hover:bg-hover hover:text-ink'

export function QueueTabs({ search, onChange }: Props) {
  const { data: counts } = useQuery(countsQuery)
  const chosen = queueOf(search)
  // An address with such a queue shows it before anybody is counted.
  const { near, further } = inSight(counts?.hasResponder ?? search.answered !== undefined)
  const isFurther = chosen !== undefined && further.includes(chosen)
  return (
    <nav aria-label="Queues" className="flex items-center gap-0.5 px-2 pt-2 pb-1">
      {near.map(queue => (
        <button
          key={queue.id}
          type="button"
          aria-current={queue === chosen ? 'true' : undefined}
          onClick={() => onChange(inQueue(search, queue))}
          className={classes(tab, look(queue === chosen))}
        >
          {queue.label}
          <Count queue={queue} counts={counts} />
        </button>
      ))}
      <Menu
        label="More queues"
        trigger={
          <button
            type="button"
            aria-current={isFurther ? 'true' : undefined}
            className={classes(tab, 'ml-auto', look(isFurther))}
          >
            {isFurther ? chosen.label : 'More'}
            <ChevronDown aria-hidden className="size-3.5" />
          </button>
        }
      >
        {further.map(queue => (
          <MenuItem key={queue.id} onSelect={() => onChange(inQueue(search, queue))}>
            <span className="flex-1">{queue.label}</span>
            <Count queue={queue} counts={counts} />
            {queue === chosen && <Check aria-hidden className="size-4 text-accent" />}
          </MenuItem>
        ))}
      </Menu>
    </nav>
  )
}

function Count({ queue, counts }: { queue: Queue; counts: ConversationCounts | undefined }) {
  const value = queue.count === undefined ? undefined : counts?.[queue.count]
  return value ? <span className="text-xs font-normal opacity-80">{compactCount(value)}</span> : null
}
