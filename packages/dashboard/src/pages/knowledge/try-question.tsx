import { useQuery } from '@tanstack/react-query'
import { SearchCheck } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { confidenceText, tookText } from '../../answering/answer-detail.ts'
import { Passages } from '../../answering/passages.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Field, Input } from '../../ui/field.tsx'
import { Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { counted } from '../../words/numbers.ts'
import { passageSearch } from './knowledge-data.ts'

type Props = { question: string | undefined; onAsk: (question: string | undefined) => void }

/** What an answer would be made from, without asking anybody. */
export function TryQuestion({ question, onAsk }: Props) {
  const [typed, setTyped] = useState(question ?? '')
  const [known, setKnown] = useState(question)
  // Back and forward change the address from outside.
  if (question !== known) {
    setKnown(question)
    setTyped(question ?? '')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onAsk(typed.trim() === '' ? undefined : typed.trim())
  }
  return (
    <section aria-label="Try a question" className="flex flex-col gap-4">
      <form onSubmit={submit} className="flex items-end gap-2">
        <div className="flex-1">
          <Field label="Try a question">
            {state => (
              <Input
                {...state}
                type="text"
                enterKeyHint="search"
                maxLength={500}
                placeholder="Do you ship to Norway?"
                value={typed}
                onChange={event => setTyped(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Button type="submit">Find</Button>
      </form>
      {question === undefined ? (
        <p className="text-sm text-ink-faint max-lg:hidden">
          As a visitor would write it. You see the passages an answer would be made from, and how well they fit.
        </p>
      ) : (
        <Results question={question} />
      )}
    </section>
  )
}

function Results({ question }: { question: string }) {
  const found = useQuery(passageSearch(question))
  if (found.isPending)
    return (
      <Loading what="what fits" className="flex flex-col gap-3">
        <Skeleton className="h-4 w-1/2" />
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
      </Loading>
    )
  if (found.isError && !found.data)
    return <Failure isCompact fault={found.error} what="What fits" onRetry={() => void found.refetch()} />
  const { items, confidence, tookMs } = found.data
  return (
    <div
      aria-busy={found.isPlaceholderData}
      className={classes('flex flex-col gap-3', found.isPlaceholderData && 'opacity-60')}
    >
      <div role="status" className="flex flex-col gap-1.5">
        <p className="flex items-baseline justify-between gap-2 text-sm">
          <span className="font-medium">{confidenceText(items.length === 0 ? 0 : confidence)} confident</span>
          <span className="text-xs text-ink-faint">
            {counted(items.length, 'passage')} in {tookText(tookMs)}
          </span>
        </p>
        <span aria-hidden className="h-1 overflow-hidden rounded-full bg-pressed">
          <span
            className="block h-full bg-accent"
            style={{ width: confidenceText(items.length === 0 ? 0 : confidence) }}
          />
        </span>
      </div>
      {items.length === 0 ? (
        <p className="flex gap-2 text-sm text-ink-soft">
          <SearchCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
          Nothing fits. The agent would say so and call a person. Add a text that answers it, in the words visitors use.
        </p>
      ) : (
        <Passages passages={items} />
      )}
    </div>
  )
}
