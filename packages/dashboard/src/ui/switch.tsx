import { classes } from './classes.ts'

type Props = { label: string; isOn: boolean; isFixed?: boolean; onChange: (isOn: boolean) => void }

/** Something that is on or off, and changes at once. */
export function Switch({ label, isOn, isFixed, onChange }: Props) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      aria-label={label}
      disabled={isFixed}
      onClick={() => onChange(!isOn)}
      className={classes(
        'mt-0.5 flex h-5 w-9 shrink-0 items-center rounded-full border px-0.5 transition-colors disabled:opacity-60',
        isOn ? 'border-accent bg-accent' : 'border-line-strong bg-pressed'
      )}
    >
      <span
        aria-hidden
        className={classes(
          'size-3.5 rounded-full transition-transform',
          isOn ? 'translate-x-4 bg-on-accent' : 'bg-ink-soft'
        )}
      />
    </button>
  )
}
