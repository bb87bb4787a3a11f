import type { DocumentWrite } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Select, Textarea } from '../../ui/field.tsx'
import { FormFault, fieldFault, formFault } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { count } from '../../words/numbers.ts'
import { kindOfPasted } from './files.ts'
import { addDocument, changeDocument, learnAgain } from './knowledge-data.ts'
import { knowledgeLimits } from './wire-limits.ts'

type Kind = DocumentWrite['kind']
const kindNames: Record<Kind, string> = { markdown: 'Markdown', html: 'HTML', text: 'Plain text' }
const fields = ['title', 'text', 'url', 'kind']

type Props = {
  onClose: () => void
  /** The document whose words are replaced; a new one without it. */
  replaces?: { id: string; title: string; url: string | undefined }
}

export function AddText({ onClose, replaces }: Props) {
  const [title, setTitle] = useState(replaces?.title ?? '')
  const [text, setText] = useState('')
  const [url, setUrl] = useState(replaces?.url ?? '')
  const [chosen, setChosen] = useState<Kind | undefined>()
  const kind = chosen ?? kindOfPasted(text)
  const adding = useMutation({
    mutationFn: () => {
      const given: DocumentWrite = {
        kind,
        text,
        ...(title.trim() === '' ? {} : { title: title.trim() }),
        ...(url.trim() === '' ? {} : { url: url.trim() })
      }
      return replaces ? changeDocument(replaces.id, given) : addDocument(given)
    },
    onSuccess: async () => {
      await learnAgain()
      toast(replaces ? 'Replaced' : 'Added. It can be answered from as soon as it is read.')
      onClose()
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!adding.isPending) adding.mutate()
  }
  const room = knowledgeLimits.textChars - text.length
  return (
    <Dialog
      isOpen
      isWide
      isSticky={text !== ''}
      onClose={onClose}
      title={replaces ? 'Replace the text' : 'Add text'}
      description="A question with its answer, a policy, a page of your handbook: whatever a colleague would look up."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="add-text"
            look="primary"
            isBusy={adding.isPending}
            disabled={text.trim() === '' || room < 0}
          >
            {adding.isPending ? 'Adding…' : replaces ? 'Replace' : 'Add'}
          </Button>
        </>
      }
    >
      <form id="add-text" onSubmit={submit} className="flex flex-col gap-4">
        <FormFault text={formFault(adding.error, fields)} />
        <Field
          label="Text"
          error={room < 0 ? `${count(-room)} characters too many.` : fieldFault(adding.error, 'text')}
        >
          {state => (
            <Textarea
              {...state}
              autoFocus
              required
              rows={10}
              placeholder={'# Shipping\n\nWe ship to Norway within five days…'}
              value={text}
              onChange={event => setText(event.target.value)}
              className="max-h-[40vh] font-mono"
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
          <Field
            label="Title"
            hint="Visitors see it below an answer. Left empty, the first heading is taken."
            error={fieldFault(adding.error, 'title')}
          >
            {state => (
              <Input
                {...state}
                maxLength={knowledgeLimits.titleChars}
                value={title}
                onChange={event => setTitle(event.target.value)}
              />
            )}
          </Field>
          <Field label="Written in">
            {state => (
              <Select {...state} value={kind} onChange={event => setChosen(asKind(event.target.value))}>
                {Object.entries(kindNames).map(([value, name]) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <Field
          label="Address, if it stands somewhere"
          hint="Answers link there."
          error={fieldFault(adding.error, 'url')}
        >
          {state => (
            <Input
              {...state}
              type="url"
              inputMode="url"
              spellCheck={false}
              placeholder="https://shop.example/shipping"
              value={url}
              onChange={event => setUrl(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}

const asKind = (value: string): Kind => (value === 'markdown' || value === 'html' ? value : 'text')
