import type { EventChoice, FunnelStep } from '@foyer/protocol'
import { Plus, X } from 'lucide-react'
import { Suspense, useState } from 'react'
import { ChoiceEditor, EventPicker, finished } from '../../../analytics/choice/choice-editor.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { funnelLimits } from './funnel-search.ts'

type Props = {
  step: FunnelStep
  number: number
  /** The first and the last of a funnel cannot be skipped. */
  mayBeOptional: boolean
  onSave: (step: FunnelStep) => void
  onClose: () => void
}

type Draft = { key: string; choice: EventChoice }
const draftOf = (choice: EventChoice): Draft => ({ key: crypto.randomUUID(), choice })

export function StepDialog({ step, number, mayBeOptional, onSave, onClose }: Props) {
  const { anyOf = [], optional: wasOptional = false, label: given = '', ...first } = step
  const [drafts, setDrafts] = useState(() => [first, ...anyOf].map(draftOf))
  const [label, setLabel] = useState(given)
  const [optional, setOptional] = useState(wasOptional)
  const [isPicking, setPicking] = useState(false)
  const change = (index: number, choice: EventChoice) => {
    const { label: own, ...rest } = choice
    // A pattern of pages comes with a name that says it.
    if (own !== undefined && drafts.length === 1) setLabel(own)
    setDrafts(drafts.with(index, { key: drafts[index]?.key ?? '', choice: drafts.length === 1 ? rest : choice }))
  }
  const save = () => {
    const [event, ...others] = drafts.map(({ choice }) => finished(choice))
    if (!event) return
    onSave({
      ...event,
      ...(label.trim() !== '' && { label: label.trim() }),
      ...(others.length > 0 && { anyOf: others }),
      ...(optional && mayBeOptional && { optional })
    })
    onClose()
  }
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={`Step ${number}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={save}>
            Use this step
          </Button>
        </>
      }
    >
      <ol aria-label="What counts as this step" className="flex flex-col gap-3">
        {drafts.map(({ key, choice }, index) => (
          <li key={key} className="flex items-start gap-2 rounded-sm border border-line p-3">
            {index > 0 && <span className="w-6 pt-1.5 text-xs text-ink-faint">or</span>}
            <ChoiceEditor of={choice} onChange={next => change(index, next)} />
            {drafts.length > 1 && (
              <IconButton
                isSmall
                label="Remove this event from the step"
                onClick={() => setDrafts(drafts.toSpliced(index, 1))}
              >
                <X aria-hidden className="size-3.5" />
              </IconButton>
            )}
          </li>
        ))}
      </ol>
      {drafts.length <= funnelLimits.anyOf && (
        <Button
          look="quiet"
          size="small"
          className="self-start"
          icon={<Plus aria-hidden className="size-3.5" />}
          onClick={() => setPicking(true)}
        >
          Or another event instead
        </Button>
      )}
      <Field label="Name" hint="What the step is called in this report. Left empty, it is called by its event.">
        {state => <Input {...state} maxLength={200} value={label} onChange={event => setLabel(event.target.value)} />}
      </Field>
      {mayBeOptional && (
        <Checkbox
          label="May be skipped"
          hint="Whoever does not do it goes on all the same, and is counted at the later steps."
          checked={optional}
          onChange={event => setOptional(event.target.checked)}
        />
      )}
      {isPicking && (
        <Suspense>
          <EventPicker
            title="Or which event?"
            onPick={choice => setDrafts([...drafts, draftOf(choice)])}
            onClose={() => setPicking(false)}
          />
        </Suspense>
      )}
    </Dialog>
  )
}
