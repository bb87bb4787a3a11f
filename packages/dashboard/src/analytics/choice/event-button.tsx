import type { EventChoice } from '@foyer/protocol'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ChoiceEditor, finished } from './choice-editor.tsx'
import { choiceWords } from './choice-words.ts'

type Props = {
  /** Before the event: "First did", "Beginning at". */
  label: string
  choice: EventChoice | undefined
  /** What it means that none is chosen: "anything". */
  none: string
  onChange: (choice: EventChoice | undefined) => void
}

const anything: EventChoice = { event: 'page' }

/** One event of a question, with what must hold of it; chosen in a dialog. */
export function EventButton({ label, choice, none, onChange }: Props) {
  const [draft, setDraft] = useState<EventChoice>()
  const words = choice === undefined ? none : choiceWords(choice)
  const done = (next: EventChoice | undefined) => {
    onChange(next)
    setDraft(undefined)
  }
  return (
    <>
      <Button className="max-w-72 min-w-0" onClick={() => setDraft(choice ?? anything)}>
        <span className="text-ink-soft">{label}</span>
        <bdi className="truncate">{words}</bdi>
        <ChevronDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
      </Button>
      {draft && (
        <Dialog
          isOpen
          isWide
          onClose={() => setDraft(undefined)}
          title={label}
          actions={
            <>
              <Button className="mr-auto" look="quiet" onClick={() => done(undefined)}>
                Use {none}
              </Button>
              <Button onClick={() => setDraft(undefined)}>Cancel</Button>
              <Button look="primary" onClick={() => done(finished(draft))}>
                Use this event
              </Button>
            </>
          }
        >
          <ChoiceEditor of={draft} onChange={setDraft} />
        </Dialog>
      )}
    </>
  )
}
