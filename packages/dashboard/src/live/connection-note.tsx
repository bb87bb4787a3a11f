import { classes } from '../ui/classes.ts'
import { useLineState } from './use-line.ts'

/** Whether what is seen is what happens now. */
/** `isSpare`: on a phone it is only told that the line is down. */
export function ConnectionNote({ className, isSpare }: { className?: string; isSpare?: boolean }) {
  const state = useLineState()
  return (
    <span
      role="status"
      className={classes(
        'flex shrink-0 items-center gap-1.5 text-xs whitespace-nowrap',
        state === 'reconnecting' ? 'text-warning' : 'text-ink-faint',
        isSpare && state !== 'reconnecting' && 'max-sm:hidden',
        className
      )}
    >
      <span
        aria-hidden
        className={classes(
          'size-1.5 rounded-full',
          state === 'open' ? 'bg-accent' : state === 'reconnecting' ? 'animate-breathe bg-warning' : 'bg-line-strong'
        )}
      />
      {state === 'open' ? 'live' : state === 'reconnecting' ? 'reconnecting' : 'connecting'}
    </span>
  )
}
