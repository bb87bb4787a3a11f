import type { Erasure, Person } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { FormFault, faultText } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { counted } from '../../words/numbers.ts'
import { nameOf } from '../../words/people.ts'

const word = 'erase'

type Props = { person: Person; isOpen: boolean; onClose: () => void }

/** It cannot be taken back, so it is read and typed before it is done. */
export function EraseDialog({ person, isOpen, onClose }: Props) {
  const [typed, setTyped] = useState('')
  const form = useId()
  const navigate = useNavigate()
  const close = () => {
    setTyped('')
    onClose()
  }
  const erasing = useMutation({
    mutationFn: () => api.delete<Erasure | undefined>(`/api/people/${person.id}`),
    onSuccess: async () => {
      toast('Erased. What the disk still holds goes within minutes.')
      close()
      await navigate({ to: '/people' })
      queryClient.removeQueries({ queryKey: ['person', person.id] })
      await queryClient.invalidateQueries()
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed.trim().toLowerCase() === word) erasing.mutate()
  }
  const browsers = person.devices.length
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={`Erase ${nameOf(person)}?`}
      description="This cannot be taken back. Take along an export first if you may still need one."
      actions={
        <>
          <Button onClick={close}>Keep them</Button>
          <Button
            look="danger"
            type="submit"
            form={form}
            isBusy={erasing.isPending}
            disabled={typed.trim().toLowerCase() !== word}
          >
            {erasing.isPending ? 'Erasing…' : 'Erase for good'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 text-sm">
        <Told title="What goes">
          <li>
            The profile, {counted(browsers, 'browser')}, {counted(person.visits, 'visit')} and{' '}
            {counted(person.events, 'event')}
          </li>
          <li>Every conversation: messages, notes, files, and mail about them that waits</li>
          <li>What was sent of them to integrations, as far as Foyer keeps it, and what still waits to be sent</li>
          <li>Their lines in the request log</li>
        </Told>
        <Told title="What stays">
          <li>Who erased somebody and when, without saying whom</li>
          <li>A mark that means nobody, so that nothing late brings them back</li>
          <li>What integrations and mailboxes have received: ask there as well</li>
        </Told>
        <Field label={`Type ${word} to confirm`}>
          {state => (
            <Input
              {...state}
              value={typed}
              onChange={event => setTyped(event.target.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          )}
        </Field>
        <FormFault text={erasing.error ? faultText(erasing.error) : undefined} />
      </form>
    </Dialog>
  )
}

function Told({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 font-medium">{title}</h3>
      <ul className="flex list-disc flex-col gap-0.5 pl-5 text-ink-soft">{children}</ul>
    </section>
  )
}
