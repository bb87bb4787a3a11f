import { CircleAlert, Lock, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../api.ts'
import { MissingPart } from '../shell/lazy-page.tsx'
import { Button } from './button.tsx'
import { classes } from './classes.ts'

export function Skeleton({ className = '' }: { className?: string }) {
  // Two utilities for one property would be settled by their order in the stylesheet, not by the order they are named in.
  const shape = className.includes('rounded') ? undefined : 'rounded-sm'
  return <span aria-hidden className={classes('block animate-breathe bg-pressed', shape, className)} />
}

/** Around skeletons: says once that something is coming. */
export function Loading({ what, children, className }: { what: string; children: ReactNode; className?: string }) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">Loading {what}</span>
      {children}
    </div>
  )
}

type EmptyProps = {
  icon?: ReactNode
  title: string
  /** Where nothing else on the page has the first heading. */
  isWholePage?: boolean
  children?: ReactNode
  actions?: ReactNode
}

/** Nothing here: says why, and what to do so that there is. */
export function Empty({ icon, title, isWholePage, children, actions }: EmptyProps) {
  const Heading = isWholePage ? 'h1' : 'h2'
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-16 text-center">
      {icon && (
        <span className="mb-2 flex size-11 items-center justify-center rounded-md border border-line bg-surface text-ink-soft">
          {icon}
        </span>
      )}
      <Heading className="text-base font-medium">{title}</Heading>
      {children && <div className="text-sm text-balance text-ink-soft">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}

type FailureProps = { fault: unknown; what: string; onRetry?: () => void; isCompact?: boolean }

export function Failure({ fault, what, onRetry, isCompact }: FailureProps) {
  const requestId = fault instanceof ApiError ? fault.requestId : undefined
  // Asking again changes nothing about a role.
  if (fault instanceof ApiError && fault.status === 403)
    return (
      <Empty icon={<Lock aria-hidden className="size-5" />} title={`${what}: not for your role`}>
        {fault.message}
      </Empty>
    )
  return (
    <div
      role="alert"
      className={classes(
        'mx-auto flex max-w-md flex-col items-center gap-2 px-6 text-center',
        isCompact ? 'py-6' : 'py-16'
      )}
    >
      <CircleAlert aria-hidden className="size-6 text-danger" />
      <h2 className="text-base font-medium">{what} could not be shown</h2>
      <p className="text-sm text-ink-soft">{faultText(fault)}</p>
      {requestId && <p className="text-xs text-ink-faint">Request {requestId}</p>}
      {onRetry && (
        <Button className="mt-2" icon={<RotateCw aria-hidden className="size-3.5" />} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}

export const faultText = (fault: unknown): string =>
  fault instanceof ApiError || fault instanceof MissingPart
    ? fault.message
    : 'Something in this page failed. Reload it; nothing you saved is lost.'

/** The message for one field of a form, and the one for the form as a whole. */
export function fieldFault(fault: unknown, field: string): string | undefined {
  return fault instanceof ApiError && fault.field === field ? fault.message : undefined
}
export function formFault(fault: unknown, fields: readonly string[]): string | undefined {
  if (!fault) return undefined
  return fault instanceof ApiError && fault.field !== undefined && fields.includes(fault.field)
    ? undefined
    : faultText(fault)
}

export function FormFault({ text }: { text: string | undefined }) {
  return text === undefined ? null : (
    <p role="alert" className="rounded-sm bg-danger-soft px-3 py-2 text-sm text-danger">
      {text}
    </p>
  )
}
