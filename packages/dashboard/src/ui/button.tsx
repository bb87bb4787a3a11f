import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'

const base =
  'inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-sm font-medium transition-colors select-none disabled:opacity-50'
const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border border-line-strong bg-surface text-ink hover:bg-hover',
  chosen: 'border border-accent bg-accent-soft text-accent',
  quiet: 'text-ink-soft hover:bg-hover hover:text-ink',
  danger: 'border border-line-strong bg-surface text-danger hover:bg-danger-soft'
}
const sizes = { small: 'h-7 px-2 text-xs', normal: 'h-8 px-3 text-sm', large: 'h-10 px-4 text-base' }

export type ButtonLook = { look?: keyof typeof looks; size?: keyof typeof sizes }

/** For links that look like buttons. */
export const buttonClasses = ({ look = 'plain', size = 'normal' }: ButtonLook, more?: string) =>
  classes(base, looks[look], sizes[size], more)

type Props = ComponentProps<'button'> & ButtonLook & { icon?: ReactNode; isBusy?: boolean }

export function Button({ look, size, icon, isBusy, className, children, disabled, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      // A busy button stays focusable: whoever pressed it by keyboard keeps their place.
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      disabled={disabled}
      onClick={isBusy ? event => event.preventDefault() : rest.onClick}
      className={buttonClasses({ look, size }, classes(isBusy && 'opacity-60', className))}
    >
      {icon}
      {children}
    </button>
  )
}

type IconButtonProps = ComponentProps<'button'> & { label: string; isSmall?: boolean }

export function IconButton({ label, isSmall, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={rest.title ?? label}
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-sm text-ink-soft transition-colors hover:bg-hover hover:text-ink disabled:opacity-50',
        isSmall ? 'size-6' : 'size-8',
        className
      )}
    >
      {children}
    </button>
  )
}
