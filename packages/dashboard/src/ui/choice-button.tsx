import type { ReactNode } from 'react'
import { classes } from './classes.ts'

const sizes = { tiny: 'h-6 px-2 text-xs', small: 'h-7 px-2 text-xs', normal: 'h-7 px-2.5 text-sm' }

type Props = { isOn: boolean; size?: keyof typeof sizes; onClick: () => void; children: ReactNode }

/** One of a few that stand side by side, of which some are on. */
export function ChoiceButton({ isOn, size = 'normal', onClick, children }: Props) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onClick}
      className={classes(
        'flex shrink-0 items-center gap-1 rounded-sm whitespace-nowrap transition-colors outline-offset-[-2px]',
        sizes[size],
        isOn ? 'bg-pressed font-medium text-ink' : 'text-ink-soft hover:bg-hover'
      )}
    >
      {children}
    </button>
  )
}
