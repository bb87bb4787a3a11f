import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import type { Trigger } from './on-demand.tsx'

export type PopoverProps = {
  trigger: Trigger
  label: string
  className?: string
  /** Made only while it is open. */
  children: ReactNode
}

/** Drawn when it is first opened, and therefore open. */
export function Popover({ trigger, label, className, children }: PopoverProps) {
  return (
    <Radix.Root defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className={classes(
            'z-50 max-h-[var(--radix-popover-content-available-height)] animate-rise overflow-y-auto rounded-md bg-raised p-4 shadow-float',
            className
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
