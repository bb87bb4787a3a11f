import { Plus, X } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { confidenceText } from '../../answering/answer-detail.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox, Field, Input, Textarea } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { plainText } from '../../words/people.ts'
import { confidenceWords } from './answers-form.ts'
import { faultIn, type Given } from './field-fault.ts'

/** When the agent stops answering and a person is called; asking for one always does. */
export function HandOver(given: Given) {
  const { form, write } = given
  return (
    <Section
      title="When a person is called"
      hint="Always when the visitor asks for one, in any of the chat’s languages, and when the answer fails. Besides:"
    >
      <Confidence {...given} />
      <Phrases {...given} />
      <div className="flex flex-col gap-2">
        <Checkbox
          label="After so many answers in one conversation"
          hint="Whoever still asks then is better off with a person."
          checked={form.afterAnswers !== ''}
          onChange={event => write({ afterAnswers: event.target.checked ? '5' : '' })}
        />
        {form.afterAnswers !== '' && (
          <div className="pl-6">
            <Field label="Answers" isLabelHidden error={faultIn(given, 'afterAnswers')}>
              {state => (
                <Input
                  {...state}
                  type="number"
                  min={1}
                  max={100}
                  className="max-w-24"
                  value={form.afterAnswers}
                  onChange={event => write({ afterAnswers: event.target.value })}
                />
              )}
            </Field>
          </div>
        )}
      </div>
      <Field
        label="What is said when a person is called"
        hint="Left empty, the visitor reads it in their own language."
        error={faultIn(given, 'fallback')}
      >
        {state => (
          <Textarea
            {...state}
            rows={2}
            maxLength={1_000}
            placeholder="I do not find that in what I know. A colleague will answer you here."
            value={form.fallback}
            onChange={event => write({ fallback: event.target.value })}
          />
        )}
      </Field>
    </Section>
  )
}

function Confidence({ form, write }: Given) {
  const id = useId()
  const below = form.confidenceBelow
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <label htmlFor={id} className="font-medium">
          Below this confidence
        </label>
        <output htmlFor={id} className="text-ink-soft">
          {confidenceText(below)}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={5}
        value={Math.round(below * 100)}
        aria-valuetext={`${confidenceText(below)}. ${confidenceWords(below)}`}
        onChange={event => write({ confidenceBelow: Number(event.target.value) / 100 })}
        className="w-full accent-accent"
      />
      <p className="text-xs text-ink-faint">{confidenceWords(below)}</p>
    </div>
  )
}

function Phrases(given: Given) {
  const { form, write } = given
  const [typed, setTyped] = useState('')
  const isNew = typed.trim() !== '' && !form.phrases.includes(typed.trim())
  const add = () => {
    if (isNew) write({ phrases: [...form.phrases, typed.trim()] })
    setTyped('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    // Not the form's enter: nothing is saved by it.
    event.preventDefault()
    add()
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-end gap-2">
        <div className="flex-1">
          <Field label="When these words are written" error={faultIn(given, 'phrases')}>
            {state => (
              <Input
                {...state}
                maxLength={100}
                placeholder="refund, lawyer, cancel my contract…"
                value={typed}
                onChange={event => setTyped(event.target.value)}
                onKeyDown={onKeyDown}
              />
            )}
          </Field>
        </div>
        <Button
          icon={<Plus aria-hidden className="size-4" />}
          disabled={!isNew || form.phrases.length >= 50}
          onClick={add}
        >
          Add
        </Button>
      </div>
      {form.phrases.length > 0 && (
        <ul aria-label="Words that call a person" className="flex flex-wrap gap-1.5">
          {form.phrases.map(phrase => (
            <li key={phrase} className="flex h-7 items-center gap-1 rounded-sm bg-pressed pr-1 pl-2 text-sm">
              <bdi>{plainText(phrase)}</bdi>
              <button
                type="button"
                aria-label={`Remove ${plainText(phrase)}`}
                onClick={() => write({ phrases: form.phrases.filter(other => other !== phrase) })}
                className="flex size-5 items-center justify-center rounded-sm text-ink-faint hover:text-ink"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
