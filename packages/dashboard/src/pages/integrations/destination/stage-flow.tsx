import type { DestinationFigures } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { classes } from '../../../ui/classes.ts'
import { compactCount, count } from '../../../words/numbers.ts'
import { behind, type StageName, shareText, stageWords } from './stage-words.ts'

type Props = { id: string; figures: DestinationFigures; span: string | undefined; isShare: boolean }

const tones: Partial<Record<StageName, string>> = {
  failed: 'bg-danger',
  delivered: 'bg-accent',
  withheld: 'bg-warning'
}

/** From what came in to what arrived, in the order in which it is decided. */
export function StageFlow({ id, figures, span, isShare }: Props) {
  const received = figures.stages.find(({ stage }) => stage === 'received')?.count ?? 0
  return (
    <section aria-label="What became of the events">
      <ol className="grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
        {figures.stages.map(({ stage, count: many }, index) => {
          const { name, meaning } = stageWords[stage]
          const those = behind[stage]
          const shown = isShare ? shareText(many, received) : compactCount(many)
          return (
            <li key={stage} className="relative flex min-w-0 flex-col gap-0.5 rounded-md border border-line p-3">
              {index > 0 && (
                <ChevronRight
                  aria-hidden
                  className="absolute top-1/2 -left-[13px] z-10 hidden size-4 -translate-y-1/2 rounded-full bg-surface text-ink-faint xl:block"
                />
              )}
              <span className="text-xs text-ink-soft">{name}</span>
              <span
                title={`${count(many)}, ${shareText(many, received)} of what was received`}
                className={classes('text-xl font-medium', stage === 'failed' && many > 0 && 'text-danger')}
              >
                {those && many > 0 ? (
                  <Link
                    to="/integrations/$id/debugger"
                    params={{ id }}
                    search={{ ...those, ...(span ? { span } : {}) }}
                    aria-label={`${count(many)} ${name.toLowerCase()}: show them`}
                    className="rounded-sm hover:underline"
                  >
                    {shown}
                  </Link>
                ) : (
                  shown
                )}
              </span>
              <span className="text-xs text-ink-faint">{meaning}</span>
              <span aria-hidden className="mt-1 h-1 overflow-hidden rounded-full bg-sunken">
                <span
                  className={classes('block h-full rounded-full', tones[stage] ?? 'bg-ink-faint')}
                  style={{ width: received === 0 ? 0 : `${Math.min(100, (many / received) * 100)}%` }}
                />
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
