import { consentCategories } from '@foyer/protocol/plain'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { Section } from '../../../ui/page.tsx'
import { plainText } from '../../../words/people.ts'
import type { Given } from './given.ts'

const categoryHelp: Record<string, string> = {
  analytics: 'To understand how the site is used',
  marketing: 'To speak to somebody about what they may like',
  functional: 'For what the site itself has to do',
  advertising: 'To measure and aim advertisements'
}

/** Under which consent events go there, as sentences. */
export function ConsentFields({ form, write, faultAt }: Given) {
  const chosen = form.consentCategories
  const offered = [...new Set([...consentCategories, ...chosen])]
  const toggle = (category: string, isOn: boolean) =>
    write({ consentCategories: isOn ? [...chosen, category] : chosen.filter(other => other !== category) })
  return (
    <Section
      title="Consent"
      hint={
        chosen.length === 0
          ? 'Without a category, every event is sent, except of visitors who opted out.'
          : `An event is sent when its visitor agreed to ${listed(chosen)}.`
      }
    >
      <fieldset className="grid gap-2.5 sm:grid-cols-2">
        <legend className="sr-only">Consent categories</legend>
        {offered.map(category => (
          <Checkbox
            key={category}
            label={<bdi>{plainText(category)}</bdi>}
            hint={categoryHelp[category]}
            checked={chosen.includes(category)}
            onChange={event => toggle(category, event.target.checked)}
          />
        ))}
      </fieldset>
      <OwnCategory known={offered} onAdd={category => toggle(category, true)} fault={faultAt('consentCategories')} />
      {chosen.length > 0 && (
        <fieldset className="flex flex-col gap-2 text-sm">
          <legend className="pb-1.5 font-medium">Events that say nothing about consent</legend>
          {(
            [
              ['send', 'Are sent', 'For a site that asks nobody, or tells Foyer nothing of it'],
              [
                'withhold',
                'Are withheld until their visitor agrees',
                'They stand in the debugger, and go out once the visitor agrees'
              ]
            ] as const
          ).map(([value, label, hint]) => (
            <label key={value} className="flex items-start gap-2">
              <input
                type="radio"
                name="when-consent-unknown"
                className="mt-0.5 size-4 shrink-0 accent-accent"
                checked={form.whenConsentUnknown === value}
                onChange={() => write({ whenConsentUnknown: value })}
              />
              <span>
                {label}
                <span className="block text-xs text-ink-faint">{hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </Section>
  )
}

type OwnProps = { known: readonly string[]; onAdd: (category: string) => void; fault: string | undefined }

function OwnCategory({ known, onAdd, fault }: OwnProps) {
  const [typed, setTyped] = useState('')
  const category = typed.trim()
  const add = () => {
    if (category === '') return
    if (!known.includes(category)) onAdd(category)
    setTyped('')
  }
  return (
    <div className="flex items-end gap-2">
      <Field label="A category of your own" hint="As your consent banner names it." error={fault}>
        {state => (
          <Input
            {...state}
            className="max-w-xs"
            maxLength={64}
            value={typed}
            onChange={event => setTyped(event.target.value)}
            onKeyDown={event => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              add()
            }}
          />
        )}
      </Field>
      <Button
        className="mb-5.5"
        icon={<Plus aria-hidden className="size-4" />}
        disabled={category === ''}
        onClick={add}
      >
        Add
      </Button>
    </div>
  )
}

/** "marketing", "marketing and analytics", "marketing, analytics and advertising". */
function listed(words: readonly string[]): string {
  const plain = words.map(plainText)
  return plain.length < 2 ? plain.join('') : `${plain.slice(0, -1).join(', ')} and ${plain.at(-1)}`
}
