import type { ResponderKind } from '@foyer/protocol'
import { BookOpen, Server, Sparkles, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '../../ui/classes.ts'

const look = 'size-4'
const kinds: { kind: ResponderKind; name: string; text: string; icon: ReactNode }[] = [
  {
    kind: 'none',
    name: 'People only',
    text: 'Every conversation waits for your team.',
    icon: <Users aria-hidden className={look} />
  },
  {
    kind: 'documents',
    name: 'Your documents',
    text: 'Quotes the passage that fits, with a link to it. No other service is asked, and nothing leaves this server. This is what an agent does by itself once there are documents.',
    icon: <BookOpen aria-hidden className={look} />
  },
  {
    kind: 'openai',
    name: 'A language model',
    text: 'Words the answer from the same passages. What the visitor wrote and the passages go to the service you name.',
    icon: <Sparkles aria-hidden className={look} />
  },
  {
    kind: 'webhook',
    name: 'Your own server',
    text: 'Is sent each question with the passages, signed, and says what to answer or to call a person.',
    icon: <Server aria-hidden className={look} />
  }
]

type Props = { kind: ResponderKind; onChange: (kind: ResponderKind) => void }

export function KindChoice({ kind, onChange }: Props) {
  return (
    <div role="radiogroup" aria-label="Who answers first" className="grid gap-2 sm:grid-cols-2">
      {kinds.map(choice => {
        const isChosen = choice.kind === kind
        return (
          <label
            key={choice.kind}
            className={classes(
              'relative flex gap-3 rounded-md border p-3.5 text-sm transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
              isChosen ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface hover:bg-hover'
            )}
          >
            <input
              type="radio"
              name="responder-kind"
              className="sr-only"
              checked={isChosen}
              onChange={() => onChange(choice.kind)}
            />
            <span className={classes('mt-0.5', isChosen ? 'text-accent' : 'text-ink-faint')}>{choice.icon}</span>
            <span>
              <span className="block font-medium">{choice.name}</span>
              <span className="block text-ink-soft">{choice.text}</span>
            </span>
          </label>
        )
      })}
    </div>
  )
}
