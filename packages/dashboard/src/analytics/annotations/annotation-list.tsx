import type { Annotation } from '@foyer/protocol'
import { Flag, Pencil } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { plainText } from '../../words/people.ts'
import { atWords } from './at-words.ts'

const fewest = 3

type Props = { items: readonly Annotation[]; timezone: string; onChange?: (annotation: Annotation) => void }

/** What the team wrote on this time, the latest first. */
export function AnnotationList({ items, timezone, onChange }: Props) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? items : items.slice(0, fewest)
  return (
    <section aria-label="Notes" className="flex flex-col items-start gap-1 text-sm">
      <ul className="w-full divide-y divide-line">
        {shown.map(annotation => {
          const { id, at, text, createdBy } = annotation
          const when = atWords(at, timezone)
          const words = plainText(text)
          return (
            <li key={id} className="flex items-start gap-3 py-1">
              <span className="flex shrink-0 items-center gap-1.5 w-24 pt-0.5 text-xs text-ink-soft sm:w-36">
                <Flag aria-hidden className="size-3 fill-current" />
                <time dateTime={at}>{when}</time>
              </span>
              <span className="min-w-0 flex-1 break-words">
                <bdi className="whitespace-pre-line">{words}</bdi>
                {createdBy && <span className="text-xs text-ink-faint"> · {plainText(createdBy)}</span>}
              </span>
              {onChange && (
                <IconButton
                  isSmall
                  label={`Change the note of ${when}: ${words.slice(0, 80)}`}
                  title="Change"
                  onClick={() => onChange(annotation)}
                >
                  <Pencil aria-hidden className="size-3.5" />
                </IconButton>
              )}
            </li>
          )
        })}
      </ul>
      {items.length > fewest && (
        <Button look="quiet" size="small" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show fewer notes' : `Show all ${items.length} notes`}
        </Button>
      )}
    </section>
  )
}
