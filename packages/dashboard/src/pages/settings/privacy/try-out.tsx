import type { PrivacyApplies } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../../api.ts'
import { Button } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Section } from '../../../ui/page.tsx'
import { faultText } from '../../../ui/states.tsx'
import { countryName } from '../../../words/countries.ts'
import { appliesText, ruleSentence } from './privacy-words.ts'

/** What would be kept for one address, by the rules as they are saved. */
export function TryOut({ asOf }: { asOf: string }) {
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const answer = useQuery({
    queryKey: ['privacy', 'applies', asked, asOf],
    queryFn: ({ signal }) => api.get<PrivacyApplies>('/api/privacy/applies', { ip: asked }, signal),
    enabled: asked !== '',
    retry: false
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(typed.trim())
  }
  return (
    <Section
      title="Try it"
      hint="What would be kept for an address, by the rules as they are saved. Asking stores nothing."
    >
      <form onSubmit={submit} className="flex items-start gap-2">
        <div className="flex-1">
          <Field
            label="IP address to try"
            isLabelHidden
            error={answer.isError && asked === typed.trim() ? faultText(answer.error) : undefined}
          >
            {state => (
              <Input
                {...state}
                required
                maxLength={64}
                autoComplete="off"
                spellCheck={false}
                placeholder="81.2.69.142 or 2a02:8109:9a80::1"
                value={typed}
                onChange={event => setTyped(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Button type="submit" isBusy={answer.isFetching}>
          Show
        </Button>
      </form>
      <div aria-live="polite">{answer.data && <Kept applies={answer.data} />}</div>
    </Section>
  )
}

const rows: [label: string, of: (place: PrivacyApplies['kept']) => string | undefined][] = [
  ['IP address', kept => kept.ip],
  ['Country', kept => (kept.country === undefined ? undefined : countryName(kept.country))],
  ['Region', kept => kept.region],
  ['City', kept => kept.city],
  ['Time zone', kept => kept.timezone?.replaceAll('_', ' ')]
]

function Kept({ applies }: { applies: PrivacyApplies }) {
  const known = { ...applies.place, ip: applies.ip }
  return (
    <div className="flex flex-col gap-3 rounded-md border border-line p-4 text-sm">
      <p>
        {appliesText(applies)} {ruleSentence(applies.rule)}
      </p>
      <table className="w-full">
        <caption className="sr-only">What is known of {applies.ip}, and what of it is kept</caption>
        <thead>
          <tr className="text-left text-xs text-ink-faint">
            <th scope="col" className="w-28 py-1 font-normal">
              <span className="sr-only">What</span>
            </th>
            <th scope="col" className="py-1 font-normal">
              Known
            </th>
            <th scope="col" className="py-1 font-normal">
              Kept
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, of]) => (
            <tr key={label} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pr-3 text-left font-normal text-ink-soft">
                {label}
              </th>
              <td className="py-1.5 pr-3 break-all text-ink-soft">{of(known) ?? '—'}</td>
              <td className="py-1.5 break-all">{of(applies.kept) ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
