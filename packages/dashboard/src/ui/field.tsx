import { ChevronDown } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { classes } from './classes.ts'

const box =
  'w-full rounded-sm border border-line-strong bg-surface text-ink transition-colors hover:border-ink-faint focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent-soft aria-invalid:border-danger disabled:opacity-60'
const line = 'h-8 px-2.5 text-sm'

export type FieldState = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }
type FieldProps = {
  label: string
  hint?: ReactNode
  error?: string | undefined
  isLabelHidden?: boolean
  isOptional?: boolean
  children: (state: FieldState) => ReactNode
}

/** A label, the control, what helps, and what went wrong, tied together for those who hear the page. */
export function Field({ label, hint, error, isLabelHidden, isOptional, children }: FieldProps) {
  const id = useId()
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {label}
        {isOptional && <span className="font-normal text-ink-faint"> · optional</span>}
      </label>
      {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? true : undefined })}
      {error && (
        <p id={`${id}-error`} className="text-xs text-danger" role="alert">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-ink-faint">
          {hint}
        </p>
      )}
    </div>
  )
}

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={classes(box, line, className)} />
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} className={classes(box, 'px-2.5 py-2 text-sm', className)} />
}

export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={classes('relative block', className)}>
      <select {...rest} className={classes(box, line, 'appearance-none pr-8')}>
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-4 text-ink-faint" />
    </span>
  )
}

type CheckboxProps = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; hint?: ReactNode }

export function Checkbox({ label, hint, className, ...rest }: CheckboxProps) {
  return (
    <label className={classes('flex items-start gap-2 text-sm', className)}>
      <input {...rest} type="checkbox" className="mt-0.5 size-4 shrink-0 accent-accent" />
      <span>
        {label}
        {hint && <span className="block text-xs text-ink-faint">{hint}</span>}
      </span>
    </label>
  )
}
