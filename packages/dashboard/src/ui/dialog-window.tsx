import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { useOpener } from './use-opener.ts'

export type DialogProps = {
  isOpen: boolean
  onClose: () => void
  title: string
  description?: ReactNode
  children?: ReactNode
  /** What the dialog ends with: the buttons, the decisive one last. */
  actions?: ReactNode
  isWide?: boolean
  /** A dialog that shows something once must not vanish by a stray click. */
  isSticky?: boolean
}

/** A list that is open under a field closes first, and the dialog with the next press. */
function leaveListFirst(event: KeyboardEvent) {
  if (event.target instanceof Element && event.target.matches('[role="combobox"][aria-expanded="true"]'))
    event.preventDefault()
}

export function DialogWindow({
  isOpen,
  onClose,
  title,
  description,
  children,
  actions,
  isWide,
  isSticky
}: DialogProps) {
  const opener = useOpener(isOpen)
  const stay = (event: Event) => {
    if (isSticky) event.preventDefault()
  }
  return (
    <Radix.Root open={isOpen} onOpenChange={open => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Radix.Content
          {...opener}
          {...(description ? {} : { 'aria-describedby': undefined })}
          onInteractOutside={stay}
          onEscapeKeyDown={leaveListFirst}
          className={classes(
            'fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 animate-rise flex-col rounded-md bg-raised shadow-float',
            isWide ? 'max-w-2xl' : 'max-w-md'
          )}
        >
          <div className="flex items-start gap-4 px-5 pt-4">
            <Radix.Title className="flex-1 text-lg font-medium">{title}</Radix.Title>
            <Radix.Close
              aria-label="Close"
              className="-mr-1.5 flex size-7 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-4" />
            </Radix.Close>
          </div>
          <div className="flex flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5">
            {description && (
              <Radix.Description asChild>
                <div className="text-sm text-ink-soft">{description}</div>
              </Radix.Description>
            )}
            {children}
          </div>
          {actions && <div className="flex justify-end gap-2 border-t border-line px-5 py-3">{actions}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
