import type { DocumentWithPassages } from '@foyer/protocol'
import { knowledgeLimits } from '@foyer/protocol/plain'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { FormFault, faultText, fieldFault, formFault } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { changeDocument, deleteDocument, learnAgain } from './knowledge-data.ts'

type AskProps = { document: DocumentWithPassages; onClose: () => void }

export function RenameDocument({ document, onClose }: AskProps) {
  const [title, setTitle] = useState(document.title)
  const [url, setUrl] = useState(document.url ?? '')
  const isOfSite = document.crawlId !== undefined
  const saving = useMutation({
    mutationFn: () =>
      changeDocument(document.id, {
        title: title.trim(),
        ...(isOfSite || url.trim() === '' ? {} : { url: url.trim() })
      }),
    onSuccess: async () => {
      await learnAgain()
      onClose()
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!saving.isPending) saving.mutate()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Rename"
      description="Visitors see the title below an answer, and it leads to the address."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="rename" look="primary" isBusy={saving.isPending}>
            {saving.isPending ? 'Saving…' : 'Save'}
          </Button>
        </>
      }
    >
      <form id="rename" onSubmit={submit} className="flex flex-col gap-4">
        <FormFault text={formFault(saving.error, ['title', 'url'])} />
        <Field label="Title" error={fieldFault(saving.error, 'title')}>
          {state => (
            <Input
              {...state}
              required
              maxLength={knowledgeLimits.titleChars}
              value={title}
              onChange={event => setTitle(event.target.value)}
            />
          )}
        </Field>
        {!isOfSite && (
          <Field label="Address" error={fieldFault(saving.error, 'url')}>
            {state => (
              <Input
                {...state}
                type="url"
                spellCheck={false}
                value={url}
                onChange={event => setUrl(event.target.value)}
              />
            )}
          </Field>
        )}
      </form>
    </Dialog>
  )
}

export function DeleteDocument({ document, onClose }: AskProps) {
  const navigate = useNavigate()
  const deleting = useMutation({
    mutationFn: () => deleteDocument(document.id),
    onSuccess: async () => {
      await navigate({ to: '/agents/knowledge' })
      await learnAgain()
      toast('Deleted')
    }
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Delete this document?"
      description={
        document.crawlId === undefined
          ? 'Nothing is answered from it any more. Answers already given stay in their conversations.'
          : 'Nothing is answered from it any more, until its site is read again: then it comes back if the page is still there.'
      }
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" isBusy={deleting.isPending} onClick={() => deleting.mutate()}>
            {deleting.isPending ? 'Deleting…' : 'Delete it'}
          </Button>
        </>
      }
    >
      <FormFault text={deleting.error ? faultText(deleting.error) : undefined} />
    </Dialog>
  )
}
