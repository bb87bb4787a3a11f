import type { Annotation, AnnotationCreate } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { dayIn, instantAt, isDay } from '../../time/days.ts'
import { clockTime } from '../../time/relative.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Textarea } from '../../ui/field.tsx'
import { FormFault, fieldFault, formFault } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'

type Props = {
  /** A note that is there, or where a new one is to be. */
  of: { at: string } | Annotation
  timezone: string
  onClose: () => void
}

export function AnnotationDialog({ of, timezone, onClose }: Props) {
  const known = 'id' in of ? of : undefined
  const isInstant = of.at.includes('T')
  const [day, setDay] = useState(isInstant ? dayIn(Date.parse(of.at), timezone) : of.at)
  const [clock, setClock] = useState(isInstant ? clockTime(of.at, timezone) : '')
  const [text, setText] = useState(known?.text ?? '')
  const done = (said: string) => {
    void queryClient.invalidateQueries({ queryKey: ['annotations'] })
    // Tiles bring theirs along.
    void queryClient.invalidateQueries({ queryKey: ['saved-reports'] })
    toast(said)
    onClose()
  }
  const save = useMutation({
    mutationFn: () => {
      const given: AnnotationCreate = {
        text,
        at: clock === '' ? day : new Date(instantAt(day, clock, timezone)).toISOString()
      }
      return known
        ? api.patch<Annotation>(`/api/annotations/${known.id}`, given)
        : api.post<Annotation>('/api/annotations', given)
    },
    onSuccess: () => done(known ? 'The note is changed' : 'The note stands on the charts')
  })
  const remove = useMutation({
    mutationFn: () => api.delete(`/api/annotations/${known?.id}`),
    onSuccess: () => done('The note is deleted')
  })
  const isWhole = text.trim() !== '' && isDay(day)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isWhole && !save.isPending) save.mutate()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={known ? 'Change the note' : 'Write a note'}
      description="What happened then: a release, a campaign, an outage. The whole team sees it on every chart of that time."
      actions={
        <>
          {known && (
            <Button
              look="danger"
              className="mr-auto"
              icon={<Trash2 aria-hidden className="size-4" />}
              isBusy={remove.isPending}
              onClick={() => remove.mutate()}
            >
              Delete
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="annotation" look="primary" isBusy={save.isPending} disabled={!isWhole}>
            {known ? 'Save' : 'Add note'}
          </Button>
        </>
      }
    >
      <form id="annotation" noValidate onSubmit={submit} className="flex flex-col gap-4">
        <FormFault text={formFault(save.error ?? remove.error, ['text', 'at'])} />
        <Field label="Note" error={fieldFault(save.error, 'text')}>
          {state => (
            <Textarea
              {...state}
              autoFocus
              rows={2}
              maxLength={500}
              value={text}
              onChange={event => setText(event.target.value)}
            />
          )}
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="Day" error={fieldFault(save.error, 'at')}>
            {state => <Input {...state} type="date" value={day} onChange={event => setDay(event.target.value)} />}
          </Field>
          <Field label="Time" hint={`If it matters; by the clocks of ${timezone}.`}>
            {state => <Input {...state} type="time" value={clock} onChange={event => setClock(event.target.value)} />}
          </Field>
        </div>
      </form>
    </Dialog>
  )
}
