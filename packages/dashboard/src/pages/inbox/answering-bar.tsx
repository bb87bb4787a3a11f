import type { Conversation } from '@foyer/protocol'
import { Bot, UserRound } from 'lucide-react'
import { standingOf } from '../../conversation/answered-by.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'

type Props = { conversation: Conversation; name: string; onSwitch: () => void }

/** Over the composer, where it matters before one writes: who answers, and the way to change that. */
export function AnsweringBar({ conversation, name, onSwitch }: Props) {
  const standing = standingOf(conversation)
  if (standing === 'plain') return null
  const isAgent = standing === 'agent'
  const Icon = isAgent ? Bot : UserRound
  return (
    <div
      className={classes(
        'mx-3 mb-2 flex items-center gap-2 rounded-sm py-1 pr-1 pl-2.5 text-sm md:mx-4',
        standing === 'person' ? 'bg-warning-soft text-warning' : 'bg-sunken text-ink-soft'
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <p role="status" className="min-w-0 flex-1">
        {isAgent ? (
          <>
            <bdi>{upper(name)}</bdi> answers here. Write, and the conversation is yours.
          </>
        ) : standing === 'person' ? (
          'The visitor waits for a person.'
        ) : (
          'People answer here.'
        )}
      </p>
      <Button size="small" look={isAgent ? 'plain' : 'quiet'} aria-keyshortcuts="h" title="h" onClick={onSwitch}>
        {isAgent ? (
          'Take over'
        ) : (
          <span>
            Hand back<span className="max-sm:sr-only"> to {name}</span>
          </span>
        )}
      </Button>
    </div>
  )
}

const upper = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)
