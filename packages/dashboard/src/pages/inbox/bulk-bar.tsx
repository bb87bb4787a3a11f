import { CheckCheck, Clock, Tag, UserPlus, X } from 'lucide-react'
import { Button, IconButton } from '../../ui/button.tsx'
import { count } from '../../words/numbers.ts'
import type { Deed } from './conversation-header.tsx'

type Props = {
  chosen: number
  loaded: number
  onDeed: (deed: Deed) => void
  onAll: () => void
  onClear: () => void
}

/** What can be done to all that are chosen; it stands where the search was, under the eyes. */
export function BulkBar({ chosen, loaded, onDeed, onAll, onClear }: Props) {
  return (
    <section aria-label="Chosen conversations" className="flex h-8 min-w-0 flex-1 items-center gap-0.5">
      <IconButton label="Clear the choice" onClick={onClear}>
        <X aria-hidden className="size-4" />
      </IconButton>
      <span role="status" className="mr-auto truncate text-sm font-medium">
        {count(chosen)} chosen
      </span>
      {chosen < loaded && (
        <Button size="small" look="quiet" onClick={onAll}>
          All {count(loaded)}
        </Button>
      )}
      <IconButton label="Resolve them (e)" onClick={() => onDeed('resolve')}>
        <CheckCheck aria-hidden className="size-4" />
      </IconButton>
      <IconButton label="Assign them (a)" onClick={() => onDeed('assign')}>
        <UserPlus aria-hidden className="size-4" />
      </IconButton>
      <IconButton label="Snooze them (s)" onClick={() => onDeed('snooze')}>
        <Clock aria-hidden className="size-4" />
      </IconButton>
      <IconButton label="Label them (l)" onClick={() => onDeed('label')}>
        <Tag aria-hidden className="size-4" />
      </IconButton>
    </section>
  )
}
