import type { EventChoice, FunnelStep } from '@foyer/protocol'
import { Ban, X } from 'lucide-react'
import { Suspense, useState } from 'react'
import { ChoiceEditor, EventPicker, finished } from '../../../analytics/choice/choice-editor.tsx'
import { choiceWords, stepWords } from '../../../analytics/choice/choice-words.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Select } from '../../../ui/field.tsx'
import { type Exclusion, funnelLimits } from './funnel-search.ts'

type Props = { of: Exclusion[]; steps: FunnelStep[]; onChange: (next: Exclusion[]) => void }

/** What takes somebody out of the funnel. */
export function Exclusions({ of, steps, onChange }: Props) {
  const [isAdding, setAdding] = useState(false)
  const [editing, setEditing] = useState<number>()
  const edited = editing === undefined ? undefined : of[editing]
  return (
    <>
      {of.map((one, index) => {
        const words = exclusionWords(one)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same event may be named twice
          <span key={index} className="flex h-8 items-center rounded-sm border border-line-strong bg-surface text-sm">
            <button
              type="button"
              aria-label={`Change: ${words}`}
              onClick={() => setEditing(index)}
              className="flex h-full max-w-60 items-center gap-1.5 rounded-sm pl-2 hover:text-accent"
            >
              <Ban aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
              <bdi className="truncate">{words}</bdi>
            </button>
            <IconButton isSmall label={`Remove: ${words}`} onClick={() => onChange(of.toSpliced(index, 1))}>
              <X aria-hidden className="size-3.5" />
            </IconButton>
          </span>
        )
      })}
      {of.length < funnelLimits.exclusions && (
        <Button look="quiet" icon={<Ban aria-hidden className="size-3.5" />} onClick={() => setAdding(true)}>
          Exclude
        </Button>
      )}
      {isAdding && (
        <Suspense>
          <EventPicker
            title="Whoever does this is out"
            onPick={choice => onChange([...of, choice])}
            onClose={() => setAdding(false)}
          />
        </Suspense>
      )}
      {edited !== undefined && editing !== undefined && (
        <ExclusionDialog
          of={edited}
          steps={steps}
          onSave={next => onChange(of.with(editing, next))}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  )
}

const exclusionWords = ({ after, ...choice }: Exclusion) =>
  after === undefined ? `Without ${choiceWords(choice)}` : `Without ${choiceWords(choice)} after step ${after}`

type DialogProps = { of: Exclusion; steps: FunnelStep[]; onSave: (next: Exclusion) => void; onClose: () => void }

function ExclusionDialog({ of, steps, onSave, onClose }: DialogProps) {
  const { after: given, ...event } = of
  const [choice, setChoice] = useState<EventChoice>(event)
  const [after, setAfter] = useState(given)
  const save = () => {
    onSave({ ...finished(choice), ...(after !== undefined && { after }) })
    onClose()
  }
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title="Exclude people"
      description="Whoever does this between the steps goes no further, from there on."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={save}>
            Exclude
          </Button>
        </>
      }
    >
      <ChoiceEditor of={choice} onChange={setChoice} />
      <Field label="Where">
        {state => (
          <Select
            {...state}
            value={after ?? ''}
            onChange={event => setAfter(event.target.value === '' ? undefined : Number(event.target.value))}
          >
            <option value="">Anywhere between the first and the last step</option>
            {steps.slice(0, -1).map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              <option key={index} value={index + 1}>
                After step {index + 1}, {stepWords(step)}, and before the next
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Dialog>
  )
}
