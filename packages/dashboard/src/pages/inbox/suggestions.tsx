import type { ReactNode } from 'react'
import { classes } from '../../ui/classes.ts'

export type Suggestion = { id: string; label: string; text?: string; icon?: ReactNode }

type Props = {
  id: string
  label: string
  suggestions: Suggestion[]
  active: number
  empty: ReactNode
  onPick: (index: number) => void
  onMove: (index: number) => void
  footer?: ReactNode
}

export const suggestionId = (list: string, index: number) => `${list}-${index}`

/** Above the composer, moved through by arrows while the hands stay in the text. */
export function Suggestions({ id, label, suggestions, active, empty, onPick, onMove, footer }: Props) {
  return (
    <div className="absolute inset-x-3 bottom-full z-20 mb-1 animate-rise overflow-hidden rounded-md bg-raised shadow-float md:inset-x-4">
      <div role="listbox" id={id} aria-label={label} className="max-h-64 overflow-y-auto p-1">
        {suggestions.map((suggestion, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's, which says which one is active
          <div
            key={suggestion.id}
            id={suggestionId(id, index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            ref={element => {
              if (index === active) element?.scrollIntoView({ block: 'nearest' })
            }}
            onMouseMove={() => index !== active && onMove(index)}
            // Before the text field loses the caret.
            onMouseDown={event => event.preventDefault()}
            onClick={() => onPick(index)}
            className={classes(
              'flex cursor-pointer items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-sm',
              index === active && 'bg-hover'
            )}
          >
            {suggestion.icon}
            <span className="max-w-40 shrink-0 truncate font-medium">{suggestion.label}</span>
            {suggestion.text && <span className="min-w-0 truncate text-ink-soft">{suggestion.text}</span>}
          </div>
        ))}
        {suggestions.length === 0 && <p className="px-2.5 py-3 text-sm text-ink-soft">{empty}</p>}
      </div>
      {footer && <div className="border-t border-line p-1">{footer}</div>}
    </div>
  )
}
