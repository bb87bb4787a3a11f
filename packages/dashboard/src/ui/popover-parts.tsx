import { Popover as Radix } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { classes } from './classes.ts'
import type { Trigger } from './on-demand.tsx'

export type PopoverProps = {
  trigger: Trigger
  label: string
  className?: string
  align?: 'start' | 'end'
  /** Made only while it is open; may close it. */
  children: ReactNode | ((close: () => void) => ReactNode)
}

/** Drawn when it is first opened, and therefore open. */
export function Popover({ trigger, label, className, align = 'end', children }: PopoverProps) {
  const [isOpen, setOpen] = useState(true)
  return (
    <Radix.Root open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className={classes(
            'z-50 max-h-[var(--radix-popover-content-available-height)] animate-rise overflow-y-auto rounded-md bg-raised p-4 shadow-float',
            className
          )}
        >
          {typeof children === 'function' ? children(() => setOpen(false)) : children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
