import { Command } from 'cmdk'
import { Check } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useEffect, useState } from 'react'
import { useOpener } from '../../ui/use-opener.ts'
import { takeLetters } from './early-letters.ts'

export type PickerChoice = {
  id: string
  label: string
  icon?: ReactNode
  note?: ReactNode
  isChosen?: boolean
  /** Further words it is found by. */
  words?: string[]
}

type Props = {
  title: string
  placeholder: string
  choices: PickerChoice[]
  onPick: (id: string) => void
  onClose: () => void
  /** Stays open, so that several can be chosen one after another. */
  isMulti?: boolean
  /** What is offered for words that are no choice yet. */
  create?: (typed: string) => PickerChoice | undefined
  empty: string
  children?: ReactNode
}

/** One list for every "which one?": typed into, moved through by arrows, chosen with enter. */
export function Picker({ title, placeholder, choices, onPick, onClose, isMulti, create, empty, children }: Props) {
  const [typed, setTyped] = useState('')
  const opener = useOpener()
  useEffect(() => {
    const early = takeLetters()
    if (early !== '') setTyped(early)
  }, [])
  const made = typed.trim() === '' ? undefined : create?.(typed.trim())
  const pick = (id: string) => {
    onPick(id)
    if (isMulti) setTyped('')
    else onClose()
  }
  return (
    <Dialog.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Dialog.Content
          {...opener}
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-sm -translate-x-1/2 animate-rise overflow-hidden rounded-md bg-raised shadow-float"
        >
          <Dialog.Title className="px-4 pt-3 text-xs text-ink-faint">{title}</Dialog.Title>
          <Command loop label={title}>
            <Command.Input
              value={typed}
              onValueChange={setTyped}
              placeholder={placeholder}
              className="h-10 w-full border-b border-line bg-transparent px-4 text-base outline-none"
            />
            <Command.List className="max-h-[min(20rem,50vh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-sm text-ink-soft">{empty}</Command.Empty>
              {choices.map(choice => (
                <Choice key={choice.id} choice={choice} onPick={pick} />
              ))}
              {made && !choices.some(choice => choice.id === made.id) && <Choice choice={made} onPick={pick} />}
            </Command.List>
          </Command>
          {children && <div className="border-t border-line p-3">{children}</div>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Choice({ choice, onPick }: { choice: PickerChoice; onPick: (id: string) => void }) {
  const { id, label, icon, note, isChosen, words } = choice
  return (
    <Command.Item
      value={id}
      keywords={[label, ...(words ?? [])]}
      onSelect={() => onPick(id)}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 text-sm select-none data-[selected=true]:bg-hover"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {note && <span className="shrink-0 text-xs text-ink-faint">{note}</span>}
      {isChosen && (
        <>
          <Check aria-hidden className="size-4 shrink-0 text-accent" />
          <span className="sr-only">, chosen</span>
        </>
      )}
    </Command.Item>
  )
}
