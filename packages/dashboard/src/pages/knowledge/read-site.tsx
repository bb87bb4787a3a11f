import { knowledgeLimits } from '@foyer/protocol/plain'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { FormFault, fieldFault, formFault } from '../../ui/states.tsx'
import { count } from '../../words/numbers.ts'
import { learnAgain, startCrawl } from './knowledge-data.ts'

const usualLimit = 200

export function ReadSite({ onClose }: { onClose: () => void }) {
  const [url, setUrl] = useState('')
  const [limit, setLimit] = useState(String(usualLimit))
  const starting = useMutation({
    mutationFn: () => startCrawl(url.trim(), Number(limit)),
    onSuccess: async () => {
      await learnAgain()
      onClose()
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!starting.isPending) starting.mutate()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Read your site"
      description="Foyer reads the pages of its site map, or, where there is none, those the first page links to. Nothing outside that site is read, and what its robots.txt forbids is left out."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="read-site" look="primary" isBusy={starting.isPending}>
            {starting.isPending ? 'Starting…' : 'Read it'}
          </Button>
        </>
      }
    >
      <form id="read-site" onSubmit={submit} className="flex flex-col gap-4">
        <FormFault text={formFault(starting.error, ['url', 'limit'])} />
        <Field label="Address" hint="A page, or the site map itself." error={fieldFault(starting.error, 'url')}>
          {state => (
            <Input
              {...state}
              autoFocus
              required
              inputMode="url"
              spellCheck={false}
              placeholder="https://shop.example/help"
              value={url}
              onChange={event => setUrl(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="At most so many pages"
          hint={`Up to ${count(knowledgeLimits.pagesPerCrawl)}.`}
          error={fieldFault(starting.error, 'limit')}
        >
          {state => (
            <Input
              {...state}
              type="number"
              required
              min={1}
              max={knowledgeLimits.pagesPerCrawl}
              className="max-w-32"
              value={limit}
              onChange={event => setLimit(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
