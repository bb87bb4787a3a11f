import type { FunnelStep } from '@foyer/protocol'
import { GripVertical, X } from 'lucide-react'
import type { DragEvent, KeyboardEvent } from 'react'
import { stepWords } from '../../../analytics/choice/choice-words.ts'
import { IconButton } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'

type Props = {
  step: FunnelStep
  index: number
  count: number
  /** Where the step that is being dragged would come to stand. */
  isTarget: boolean
  onEdit: () => void
  onRemove: () => void
  onMove: (to: number) => void
  onDrag: (state: 'start' | 'over' | 'drop' | 'end') => void
}

/** One step: what it is, and how it is changed, moved and taken away. */
export function StepCard({ step, index, count, isTarget, onEdit, onRemove, onMove, onDrag }: Props) {
  const words = stepWords(step)
  const number = index + 1
  const conditions = [step, ...(step.anyOf ?? [])].reduce((sum, { where = [] }) => sum + where.length, 0)
  const note = [
    step.optional && 'may be skipped',
    step.label !== undefined && conditions > 0 && (conditions === 1 ? '1 condition' : `${conditions} conditions`)
  ].filter(Boolean)
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    onMove(index + by)
  }
  const over = (event: DragEvent) => {
    event.preventDefault()
    onDrag('over')
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: where a pointer drops a step; the keyboard moves it by its handle
    <div
      onDragOver={over}
      onDrop={event => {
        event.preventDefault()
        onDrag('drop')
      }}
      className={classes(
        'flex min-h-11 items-center gap-1 rounded-sm border bg-surface pr-1 transition-colors',
        isTarget ? 'border-accent bg-accent-soft' : 'border-line-strong'
      )}
    >
      <button
        type="button"
        draggable
        data-step-handle={index}
        aria-label={`Move step ${number} of ${count}: ${words}`}
        aria-description="The arrow keys move it."
        title="Drag, or press an arrow key"
        onKeyDown={onKey}
        onDragStart={event => {
          event.dataTransfer.effectAllowed = 'move'
          event.dataTransfer.setData('text/plain', words)
          onDrag('start')
        }}
        onDragEnd={() => onDrag('end')}
        className="flex h-11 w-5 shrink-0 cursor-grab items-center justify-center rounded-sm text-ink-faint hover:text-ink"
      >
        <GripVertical aria-hidden className="size-3.5" />
      </button>
      <button
        type="button"
        onClick={onEdit}
        className="flex min-w-0 flex-1 items-center gap-2 rounded-sm py-1.5 text-left outline-offset-0 hover:text-accent"
      >
        <span className="sr-only">Change step {number}: </span>
        <span aria-hidden className="text-xs text-ink-faint">
          {number}
        </span>
        <span className="min-w-0 flex-1">
          <bdi className="line-clamp-2 text-sm leading-4.5 font-medium" title={words}>
            {words}
          </bdi>
          {note.length > 0 && <span className="block text-xs text-ink-faint">{note.join(', ')}</span>}
        </span>
      </button>
      <IconButton isSmall label={`Remove step ${number}: ${words}`} onClick={onRemove}>
        <X aria-hidden className="size-3.5" />
      </IconButton>
    </div>
  )
}
