import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import type { Trigger } from './on-demand.tsx'

const item =
  'flex cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50'

export type MenuProps = {
  trigger: Trigger
  children: ReactNode
  align?: 'start' | 'end'
  side?: 'top' | 'bottom'
  label?: string
}

/** Drawn when it is first opened, and therefore open. */
export function Menu({ trigger, children, align = 'end', side = 'bottom', label }: MenuProps) {
  return (
    <DropdownMenu.Root defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="z-50 min-w-48 animate-rise rounded-md bg-raised p-1 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

export type MenuItemProps = {
  icon?: ReactNode
  onSelect: () => void
  isDanger?: boolean
  isDisabled?: boolean
  keys?: string
  children: ReactNode
}

export function MenuItem({ icon, onSelect, isDanger, isDisabled, keys, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item disabled={isDisabled} onSelect={onSelect} className={classes(item, isDanger && 'text-danger')}>
      {icon}
      {keys ? <span className="flex-1">{children}</span> : children}
      <Keys keys={keys} />
    </DropdownMenu.Item>
  )
}

/** Which key does the same where no menu is open. */
const Keys = ({ keys }: { keys: string | undefined }) =>
  keys === undefined ? null : (
    <kbd aria-hidden className="font-sans text-xs text-ink-faint">
      {keys}
    </kbd>
  )

export type MenuCheckItemProps = {
  isChecked: boolean
  onChange: (isChecked: boolean) => void
  keys?: string
  children: ReactNode
}

/** Stays open: whoever chooses columns chooses several. */
export function MenuCheckItem({ isChecked, onChange, keys, children }: MenuCheckItemProps) {
  return (
    <DropdownMenu.CheckboxItem
      checked={isChecked}
      onCheckedChange={onChange}
      onSelect={event => event.preventDefault()}
      className={classes(item, 'pl-8')}
    >
      <DropdownMenu.ItemIndicator className="absolute left-3">
        <Check aria-hidden className="size-4 text-accent" />
      </DropdownMenu.ItemIndicator>
      {keys ? <span className="flex-1">{children}</span> : children}
      <Keys keys={keys} />
    </DropdownMenu.CheckboxItem>
  )
}

export type MenuChoiceProps = {
  value: string
  onChange: (value: string) => void
  choices: { value: string; label: string; icon?: ReactNode; keys?: string }[]
}

export function MenuChoice({ value, onChange, choices }: MenuChoiceProps) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={onChange}>
      {choices.map(choice => (
        <DropdownMenu.RadioItem key={choice.value} value={choice.value} className={item}>
          {choice.icon}
          <span className="flex-1">{choice.label}</span>
          <DropdownMenu.ItemIndicator>
            <Check aria-hidden className="size-4 text-accent" />
          </DropdownMenu.ItemIndicator>
          <Keys keys={choice.keys} />
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  )
}

export const MenuLine = () => <DropdownMenu.Separator className="my-1 h-px bg-line" />

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2 py-1.5 text-xs text-ink-faint">{children}</DropdownMenu.Label>
}
