import type { EventChoice } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { useSettled } from '../../shell/use-settled.ts'
import { useOpener } from '../../ui/use-opener.ts'
import { compactCount } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { offersFor } from './event-choices.ts'
import { namesQuery, pagesQuery } from './fields-data.ts'

type Props = { title: string; onPick: (choice: EventChoice) => void; onClose: () => void }

/** What somebody did: an event, a page or a turn of a conversation, out of what this workspace has. */
export function EventPicker({ title, onPick, onClose }: Props) {
  const [typed, setTyped] = useState('')
  const search = useSettled(typed.trim(), 150)
  const events = useQuery(namesQuery(search))
  const pages = useQuery(pagesQuery(search))
  const opener = useOpener()
  const groups = offersFor(typed, events.data?.items ?? [], pages.data?.items ?? [])
  return (
    <Dialog.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-fade bg-overlay" />
        <Dialog.Content
          {...opener}
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 animate-rise overflow-hidden rounded-md bg-raised shadow-float"
        >
          <Dialog.Title className="px-4 pt-3 text-xs text-ink-faint">{title}</Dialog.Title>
          <Command loop shouldFilter={false} label={title}>
            <Command.Input
              value={typed}
              onValueChange={setTyped}
              maxLength={200}
              placeholder="An event, a page like /pricing or /product/*"
              className="h-10 w-full border-b border-line bg-transparent px-4 text-base outline-none"
            />
            <Command.List className="max-h-[min(24rem,55vh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-sm text-ink-soft">
                {events.isPending ? 'Looking…' : 'Nothing of that name has happened yet.'}
              </Command.Empty>
              {groups.map(group => (
                <Command.Group
                  key={group.title}
                  heading={group.title}
                  className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint"
                >
                  {group.offers.map(offer => (
                    <Command.Item
                      key={offer.key}
                      value={`${group.title} ${offer.key}`}
                      onSelect={() => {
                        onPick(offer.choice)
                        onClose()
                      }}
                      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 text-sm select-none data-[selected=true]:bg-hover"
                    >
                      <span className="min-w-0 flex-1 truncate">
                        <bdi>{plainText(offer.label)}</bdi>
                      </span>
                      {offer.count !== undefined && (
                        <span className="shrink-0 text-xs text-ink-faint">{compactCount(offer.count)}</span>
                      )}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
