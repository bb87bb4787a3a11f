import type { ProactivePreview, ProactiveRuleWrite } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { useSettled } from '../../shell/use-settled.ts'
import { Button } from '../../ui/button.tsx'
import { faultText, Skeleton } from '../../ui/states.tsx'
import { count, counted } from '../../words/numbers.ts'
import { isWhole } from './draft.ts'
import { previewQuery } from './messages-data.ts'

const stillMs = 600

/** How often the rule, as it stands in the form, would have fired in the last week. */
export function FiredCount({ agent, rule }: { agent: string; rule: ProactiveRuleWrite }) {
  const { conditions, frequency, hours } = rule
  const text = useSettled(JSON.stringify({ conditions, frequency, hours }), stillMs)
  const isReady = conditions.length > 0 && conditions.every(isWhole)
  const preview = useQuery(previewQuery(agent, isReady ? JSON.parse(text) : null))
  return (
    <section aria-label="The last seven days" aria-live="polite" className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">In the last seven days</h3>
      {!isReady ? (
        <p className="text-sm text-ink-soft">Fill in the conditions to see how often it would have fired.</p>
      ) : preview.isPending ? (
        <Skeleton className="h-12" />
      ) : preview.isError ? (
        <div className="flex flex-col items-start gap-2">
          <p className="text-sm text-danger">{faultText(preview.error)}</p>
          <Button size="small" onClick={() => void preview.refetch()}>
            Count again
          </Button>
        </div>
      ) : (
        <Figure preview={preview.data} />
      )}
    </section>
  )
}

function Figure({ preview }: { preview: ProactivePreview }) {
  if (!preview.known) return <p className="text-sm text-ink-soft">{preview.reason}</p>
  return (
    <>
      <p className="text-sm text-ink-soft">
        It would have fired{' '}
        <strong className="text-lg font-medium text-ink">
          {count(preview.times)} {preview.times === 1 ? 'time' : 'times'}
        </strong>
        {preview.people > 0 && `, for ${counted(preview.people, 'visitor')}`}.
      </p>
      <details className="text-xs text-ink-faint">
        <summary className="w-fit">What this rests on</summary>
        <ul className="mt-1.5 flex list-disc flex-col gap-1 pl-4">
          {preview.notes.map(note => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </details>
    </>
  )
}
