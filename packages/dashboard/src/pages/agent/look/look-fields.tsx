import type { AgentLook } from '@foyer/protocol'
import { widgetLanguages } from '@foyer/protocol/plain'
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx'
import { Section } from '../../../ui/page.tsx'
import { fieldFault } from '../../../ui/states.tsx'
import { colorVerdict } from './contrast.ts'

export type LookFields = { look: AgentLook; set: (more: Partial<AgentLook>) => void; fault: unknown }

const usualColor = '#2f6f3a'
const languageNames = new Intl.DisplayNames(['en'], { type: 'language' })
const faultOf = (fault: unknown, name: keyof AgentLook) => (fault ? fieldFault(fault, `look.${name}`) : undefined)

/** How it looks. */
export function FaceFields({ look, set, fault }: LookFields) {
  const color = look.color ?? usualColor
  const isColor = /^#[\da-f]{6}$/i.test(color)
  const verdict = isColor ? colorVerdict(color) : undefined
  const launcher = look.launcher === 'none' ? 'none' : look.launcher === undefined ? 'bubble' : 'text'
  return (
    <Section
      title="Look"
      hint="Of the chat on every page with this agent's snippet. Attributes on a page's own tag go before it."
    >
      <Field
        label="Colour"
        error={faultOf(fault, 'color') ?? (isColor ? undefined : 'Write a colour as # and six digits: #2f6f3a.')}
        hint={verdict && <span className={verdict.isGood ? undefined : 'text-warning'}>{verdict.text}</span>}
      >
        {state => (
          <span className="flex items-center gap-2">
            <input
              type="color"
              aria-label="Choose the colour"
              value={isColor ? color : usualColor}
              onChange={event => set({ color: event.target.value })}
              className="h-8 w-11 shrink-0 cursor-pointer rounded-sm border border-line-strong bg-surface p-0.5"
            />
            <Input
              {...state}
              className="max-w-32 font-mono"
              spellCheck={false}
              maxLength={7}
              value={color}
              onChange={event => set({ color: event.target.value.trim() })}
            />
          </span>
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Side">
          {state => (
            <Select
              {...state}
              value={look.position ?? ''}
              onChange={event => set({ position: (event.target.value || undefined) as AgentLook['position'] })}
            >
              <option value="">Where lines end</option>
              <option value="right">Right</option>
              <option value="left">Left</option>
            </Select>
          )}
        </Field>
        <Field label="Light or dark">
          {state => (
            <Select
              {...state}
              value={look.theme ?? 'auto'}
              onChange={event =>
                set({ theme: event.target.value === 'auto' ? undefined : (event.target.value as AgentLook['theme']) })
              }
            >
              <option value="auto">As the visitor’s system</option>
              <option value="light">Always light</option>
              <option value="dark">Always dark</option>
            </Select>
          )}
        </Field>
        <Field label="Launcher">
          {state => (
            <Select
              {...state}
              value={launcher}
              onChange={event => {
                const chosen = event.target.value
                set({ launcher: chosen === 'bubble' ? undefined : chosen === 'none' ? 'none' : 'Chat with us' })
              }}
            >
              <option value="bubble">A bubble</option>
              <option value="text">A bubble with words</option>
              <option value="none">None: the page opens the chat</option>
            </Select>
          )}
        </Field>
        {launcher === 'text' && (
          <Field label="Words beside the bubble" error={faultOf(fault, 'launcher')}>
            {state => (
              <Input
                {...state}
                maxLength={30}
                value={look.launcher ?? ''}
                onChange={event => set({ launcher: event.target.value })}
              />
            )}
          </Field>
        )}
        {launcher === 'none' && (
          <p className="self-end pb-1.5 text-xs text-ink-faint">
            Call <code className="font-mono">LiveLayer.chat.open()</code> from a button of yours.
          </p>
        )}
      </div>
    </Section>
  )
}

/** What it says. */
export function WordFields({ look, set, fault }: LookFields) {
  const text = (name: 'title' | 'greeting' | 'hint', label: string, most: number, placeholder: string) => (
    <Field label={label} error={faultOf(fault, name)}>
      {state => (
        <Input
          {...state}
          maxLength={most}
          placeholder={placeholder}
          value={look[name] ?? ''}
          onChange={event => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <Section
      title="Words"
      hint="Left empty, each is said in the visitor’s language. What you write is shown to everybody as it is."
    >
      {text('title', 'Title', 60, 'Chat with us')}
      {text('greeting', 'Greeting', 200, 'Hi there')}
      {text('hint', 'Below the greeting', 300, 'Ask us anything, or tell us what you are looking for.')}
      <Field label="Language" hint="Of everything else the chat says.">
        {state => (
          <Select
            {...state}
            value={look.locale ?? ''}
            onChange={event => set({ locale: (event.target.value || undefined) as AgentLook['locale'] })}
          >
            <option value="">The page’s, then the visitor’s</option>
            {widgetLanguages.map(language => (
              <option key={language} value={language}>
                {languageNames.of(language)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Section>
  )
}

/** What it asks and allows. */
export function AskFields({ look, set }: LookFields) {
  const flag = (name: 'sound' | 'attachments' | 'rating', label: string, hint: string) => (
    <Checkbox
      label={label}
      hint={hint}
      checked={look[name] !== false}
      onChange={event => set({ [name]: event.target.checked ? undefined : false })}
    />
  )
  return (
    <Section title="What it asks and allows">
      <Field
        label="Ask for an e-mail address"
        hint="It can always be declined. An address that was proven is never replaced by one that was typed."
      >
        {state => (
          <Select
            {...state}
            value={look.askEmail ?? 'away'}
            onChange={event =>
              set({
                askEmail: event.target.value === 'away' ? undefined : (event.target.value as AgentLook['askEmail'])
              })
            }
          >
            <option value="away">When nobody is there or answers in a minute</option>
            <option value="always">After the first message</option>
            <option value="never">Never</option>
          </Select>
        )}
      </Field>
      <div className="flex flex-col gap-3">
        {flag('attachments', 'Visitors may send files', 'Pictures, PDF, text, zip, Word and Excel, up to 10 MB each.')}
        {flag('rating', 'Ask how it was', 'Once a conversation is closed.')}
        {flag('sound', 'A sound for answers', 'Visitors can turn it off for themselves.')}
      </div>
    </Section>
  )
}
