import type { CSSProperties } from 'react'
import { classes } from '../../../ui/classes.ts'

type Props = {
  /** Of those who began, 0–1. */
  reached: number
  lost: number
  /** Of the time it is compared with. */
  isBefore?: boolean
  picked: 'reached' | 'lost' | undefined
  onPick: (who: 'reached' | 'lost') => void
}

const hatch =
  'repeating-linear-gradient(135deg, transparent 0 4px, color-mix(in srgb, currentColor 45%, transparent) 4px 5.5px)'

/**
 * Who came is filled, who was lost is hatched, so that colour is not needed to tell them apart. For pointers only: the numbers
 * below say the same, and are what the keyboard reaches.
 */
export function Bar({ reached, lost, isBefore, picked, onPick }: Props) {
  const length = (share: number) => ({ '--share': `${(share * 100).toFixed(3)}%` }) as CSSProperties
  return (
    <div
      aria-hidden
      className={classes(
        'flex overflow-hidden rounded-sm bg-sunken sm:h-full sm:flex-col-reverse',
        isBefore ? 'max-sm:h-4 sm:w-5' : 'max-sm:h-8 sm:flex-1'
      )}
    >
      <button
        type="button"
        tabIndex={-1}
        title={isBefore ? 'Who came this far in the other time' : 'Who came this far'}
        onClick={() => onPick('reached')}
        style={length(reached)}
        className={classes(
          'w-(--share) shrink-0 transition-opacity hover:opacity-85 sm:h-(--share) sm:w-full',
          reached > 0 && 'max-sm:min-w-1.5 sm:min-h-1.5',
          isBefore ? 'bg-line-strong' : 'bg-accent',
          picked === 'reached' && 'outline-2 -outline-offset-4 outline-on-accent'
        )}
      />
      {lost > 0 && (
        <button
          type="button"
          tabIndex={-1}
          title="Who was lost before this step"
          onClick={() => onPick('lost')}
          style={{ ...length(lost), backgroundImage: hatch }}
          className={classes(
            'w-(--share) text-ink-faint transition-colors hover:text-ink sm:h-(--share) sm:w-full',
            'max-sm:min-w-1.5 sm:min-h-1.5',
            picked === 'lost' && 'outline-2 -outline-offset-4 outline-accent'
          )}
        />
      )}
    </div>
  )
}
