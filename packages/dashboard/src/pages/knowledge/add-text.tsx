import type { DocumentWithPassages, DocumentWrite } from '@foyer/protocol'
import { knowledgeLimits } from '@foyer/protocol/plain'
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

type Kind = DocumentWrite['kind']
const kindNames: Record<Kind, string> = { markdown: 'Markdown', html: 'HTML', text: 'Plain text' }
const fields = ['title', 'text', 'url', 'kind']
const wordsFor = {
  adding: {
    title: 'Add text',
    act: 'Add',
    doing: 'Adding…',
    done: 'Added. It can be answered from as soon as it is read.'
  },
  editing: { title: 'Edit', act: 'Save', doing: 'Saving…', done: 'Saved. It is read anew.' },
  replacing: { title: 'Replace the text', act: 'Replace', doing: 'Replacing…', done: 'Replaced. It is read anew.' }
}

type Props = {
  onClose: () => void
  /** The document that is written on, or whose words are replaced where they came in a file; a new one without it. */
  changes?: Pick<DocumentWithPassages, 'id' | 'title' | 'url' | 'kind' | 'text'>
}

export function AddText({ onClose, changes }: Props) {
  const before = changes?.text ?? ''
  const [title, setTitle] = useState(changes?.title ?? '')
  const [text, setText] = useState(before)
  const [url, setUrl] = useState(changes?.url ?? '')
  const [chosen, setChosen] = useState(before === '' ? undefined : asKind(changes?.kind))
  const words = changes === undefined ? wordsFor.adding : before === '' ? wordsFor.replacing : wordsFor.editing
  const kind = chosen ?? kindOfPasted(text)
  const adding = useMutation({
    mutationFn: () => {
      const given: DocumentWrite = {
        kind,
        text,
        title: title.trim(),
        url: url.trim()
      }
      return changes ? changeDocument(changes.id, given) : addDocument(given)
    },
    onSuccess: async () => {
      await learnAgain()
      toast(words.done)
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
      isSticky={text !== before}
      onClose={onClose}
      title={words.title}
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
            {adding.isPending ? words.doing : words.act}
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

const asKind = (value: string | undefined): Kind => (value === 'markdown' || value === 'html' ? value : 'text')
