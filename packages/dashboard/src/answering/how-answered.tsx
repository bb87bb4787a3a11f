import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { classes } from '../ui/classes.ts'
import { count, counted } from '../words/numbers.ts'
import { confidenceText, type HowAnswered as How, handOverWords, tookText } from './answer-detail.ts'
import { Passages } from './passages.tsx'

type Props = { detail: How; isOpen?: boolean; isPlayground?: boolean }

/** Below an answer: what it rests on, how sure it is, and what it took. Folded until somebody wants to know. */
export function HowAnswered({ detail, isOpen: isOpenAtFirst = false, isPlayground = false }: Props) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const id = useId()
  const { passages, confidence, handedOver } = detail
  // In a conversation a line of its own says that one was called; in the playground nobody is.
  const called = isPlayground && handedOver ? `a person would be called: ${handOverWords[handedOver]}` : undefined
  const hasSearched = passages.length > 0 || confidence > 0 || detail.searchMs > 0
  if (!hasSearched && !isPlayground && detail.fault === undefined) return null
  return (
    <div className="flex w-full min-w-0 flex-col gap-1">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className="-mx-1 flex w-fit max-w-full items-start gap-1 rounded-sm px-1 text-left text-xs text-ink-faint hover:text-ink"
      >
        <ChevronRight
          aria-hidden
          className={classes('mt-px size-3.5 shrink-0 transition-transform', isOpen && 'rotate-90')}
        />
        <span>
          {passages.length === 0 ? 'No passage' : counted(passages.length, 'passage')} · {confidenceText(confidence)}{' '}
          confident
          {isPlayground && ` · ${timingText(detail)}`}
          {called !== undefined && <span className="text-warning"> · {called}</span>}
        </span>
      </button>
      {isOpen && (
        <div id={id} className="flex flex-col gap-2 rounded-md border border-line bg-surface p-3 text-left">
          {detail.fault !== undefined && <p className="text-sm text-danger">{detail.fault}</p>}
          {passages.length === 0 ? (
            <p className="text-sm text-ink-soft">It was made from no passage of your documents.</p>
          ) : (
            <Passages passages={passages} />
          )}
          {!isPlayground && (
            <p className="border-t border-line pt-2 text-xs text-ink-faint">{upper(timingText(detail))}</p>
          )}
        </div>
      )}
    </div>
  )
}

function timingText({ searchMs, answerMs, promptTokens, completionTokens }: How): string {
  const took = `searched in ${tookText(searchMs)}, answered in ${tookText(answerMs)}`
  return promptTokens === undefined && completionTokens === undefined
    ? took
    : `${took}, ${count(promptTokens ?? 0)} tokens read and ${count(completionTokens ?? 0)} written`
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
