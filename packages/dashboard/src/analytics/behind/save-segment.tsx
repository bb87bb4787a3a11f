import type { Segment, SegmentCreate, SegmentRule } from '@foyer/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { UsersRound } from 'lucide-react'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { api } from '../../api.ts'
import { useCan } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { FormFault, fieldFault, formFault } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'

type Props = { name: string; rule: SegmentRule; hint: ReactNode }

/** From the people behind a figure to a segment that goes on by itself. */
export function SaveSegment({ name: suggested, rule, hint }: Props) {
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState(suggested)
  const form = useId()
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (segment: SegmentCreate) => api.post<Segment>('/api/segments', segment),
    onSuccess: async ({ name }) => {
      setOpen(false)
      toast(`Saved. “${name}” can be used as a filter everywhere.`)
      await client.invalidateQueries({ queryKey: ['segments'] })
    }
  })
  if (!useCan('analytics:write')) return null
  const open = () => {
    setName(suggested)
    save.reset()
    setOpen(true)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') save.mutate({ name: name.trim(), rule })
  }
  return (
    <>
      <Button size="small" icon={<UsersRound aria-hidden className="size-3.5" />} onClick={open}>
        Save as a segment
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title="Save as a segment"
        description={hint}
        actions={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button look="primary" type="submit" form={form} isBusy={save.isPending} disabled={name.trim() === ''}>
              Save
            </Button>
          </>
        }
      >
        <form id={form} onSubmit={submit} className="flex flex-col gap-3">
          <Field label="Name" error={fieldFault(save.error, 'name')}>
            {state => <Input {...state} maxLength={200} value={name} onChange={event => setName(event.target.value)} />}
          </Field>
          <FormFault text={formFault(save.error, ['name'])} />
        </form>
      </Dialog>
    </>
  )
}
