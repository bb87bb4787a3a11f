import type { Agent, ProactiveCondition, ProactiveRule, ProactiveRuleWrite } from '@foyer/protocol'
import { proactiveLimits } from '@foyer/protocol/plain'
import { useMutation, useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api.ts'
import { useCan } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox, Field, Input, Select, Textarea } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { FormFault, fieldFault, formFault } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { useUnsaved } from '../../ui/unsaved.tsx'
import { plainText } from '../../words/people.ts'
import { Bubble } from './bubble.tsx'
import { ConditionRow } from './condition-row.tsx'
import { fresh, isWhole, type Kind, kindGroups, mayAdd } from './draft.ts'
import { FiredCount } from './fired-count.tsx'
import { addRule, changeRule, lookAgain, teamQuery } from './messages-data.ts'
import { FrequencyFields, TimesFields } from './rule-limits.tsx'

const kindWords: Record<Kind, string> = {
  page: 'Page',
  timeOnPage: 'Time on the page',
  timeOnSite: 'Time on the site',
  scroll: 'Scroll depth',
  event: 'Event',
  cart: 'Cart value',
  visits: 'Visits',
  known: 'Known or not',
  talked: 'Talked before',
  trait: 'Trait',
  segment: 'Segment',
  country: 'Country',
  source: 'First source'
}
const ownColor = '#2f6f3a'
const fields = ['name', 'message', 'authorId', 'activeTo', 'hours', 'conditions']

/** One rule, beside what it will look like and what it would have done. */
export function RuleEditor({
  agent,
  rule,
  start,
  onDone
}: {
  agent: Agent
  /** Absent: a new one, which begins as `start`. */
  rule: ProactiveRule | undefined
  start: ProactiveRuleWrite
  onDone: () => void
}) {
  const [draft, setDraft] = useState(start)
  const [given] = useState(start)
  const unsaved = useUnsaved(draft !== given && JSON.stringify(draft) !== JSON.stringify(given))
  // Rows keep what is typed in them, so each has a name of its own.
  const [keys, setKeys] = useState(() => start.conditions.map(() => crypto.randomUUID()))
  const team = useQuery({ ...teamQuery, enabled: useCan('members:read') })
  const done = () => {
    unsaved.settle()
    onDone()
  }
  const change = (more: Partial<ProactiveRuleWrite>) => setDraft(before => ({ ...before, ...more }))
  const saving = useMutation({
    mutationFn: () => (rule ? changeRule(agent.id, rule.id, draft) : addRule(agent.id, draft)),
    onSuccess: async saved => {
      toast(saved.enabled ? 'Saved. It is on.' : 'Saved. It is switched off.')
      await lookAgain(agent.id)
      done()
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!saving.isPending) saving.mutate()
  }
  const { conditions } = draft
  const setCondition = (at: number, next: ProactiveCondition) => change({ conditions: conditions.with(at, next) })
  const add = (kind: Kind) => {
    change({ conditions: [...conditions, fresh[kind]] })
    setKeys(before => [...before, crypto.randomUUID()])
  }
  const remove = (at: number) => {
    change({ conditions: conditions.toSpliced(at, 1) })
    setKeys(before => before.toSpliced(at, 1))
  }
  const author = team.data?.items.find(member => member.id === draft.authorId)?.name ?? rule?.authorName
  return (
    <form onSubmit={submit} className="flex min-h-full flex-col">
      {unsaved.question}
      <div className="mx-auto flex w-full max-w-5xl flex-1 flex-col gap-6 px-4 py-6 md:px-6">
        <div className="flex items-center gap-2">
          <Button
            look="quiet"
            size="small"
            className="-ml-2"
            icon={<ArrowLeft aria-hidden className="size-4" />}
            onClick={onDone}
          >
            All messages
          </Button>
          <h2 className="min-w-0 flex-1 truncate text-base font-medium">
            {rule ? plainText(rule.name) : 'New message'}
          </h2>
        </div>
        <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-8">
            <Section title="What it says">
              <Field label="Name" hint="Only your team sees it." error={fieldFault(saving.error, 'name')}>
                {state => (
                  <Input
                    {...state}
                    required
                    maxLength={proactiveLimits.nameChars}
                    value={draft.name}
                    onChange={event => change({ name: event.target.value })}
                  />
                )}
              </Field>
              <Field
                label="Message"
                hint="Short is read. **Bold**, _italic_ and links work once the chat is open."
                error={fieldFault(saving.error, 'message')}
              >
                {state => (
                  <Textarea
                    {...state}
                    required
                    rows={3}
                    dir="auto"
                    maxLength={proactiveLimits.messageChars}
                    value={draft.message}
                    onChange={event => change({ message: event.target.value })}
                  />
                )}
              </Field>
              <Field label="From" error={fieldFault(saving.error, 'authorId')}>
                {state => (
                  <Select
                    {...state}
                    value={draft.authorId ?? ''}
                    onChange={event => change({ authorId: event.target.value || null })}
                  >
                    <option value="">{plainText(agent.name)} (the agent)</option>
                    {draft.authorId && !team.data && <option value={draft.authorId}>{author ?? 'A member'}</option>}
                    {team.data?.items.map(member => (
                      <option key={member.id} value={member.id}>
                        {plainText(member.name)}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            </Section>
            <Section
              title="When it appears"
              hint="All of this must be true at once. Nothing appears in the first two seconds of a page."
            >
              <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
                {conditions.map((condition, at) => (
                  <ConditionRow
                    key={keys[at]}
                    condition={condition}
                    onChange={next => setCondition(at, next)}
                    onRemove={() => remove(at)}
                    error={conditionFault(saving.error, at)}
                  />
                ))}
                {conditions.length === 0 && (
                  <li className="px-3 py-2.5 text-sm text-ink-soft">Add what it waits for.</li>
                )}
              </ul>
              {conditions.length < proactiveLimits.conditions && (
                <Select
                  aria-label="Add a condition"
                  className="w-fit"
                  value=""
                  onChange={event => event.target.value && add(event.target.value as Kind)}
                >
                  <option value="">Add a condition…</option>
                  {kindGroups.map(({ label, kinds }) => (
                    <optgroup key={label} label={label}>
                      {kinds
                        .filter(kind => mayAdd(kind, conditions))
                        .map(kind => (
                          <option key={kind} value={kind}>
                            {kindWords[kind]}
                          </option>
                        ))}
                    </optgroup>
                  ))}
                </Select>
              )}
            </Section>
            <Section title="How often">
              <FrequencyFields frequency={draft.frequency} onChange={frequency => change({ frequency })} />
            </Section>
            <Section title="From when to when">
              <TimesFields draft={draft} onChange={change} fault={saving.error} />
            </Section>
          </div>
          <aside className="flex flex-col gap-6 lg:sticky lg:top-6">
            <Bubble
              author={plainText(draft.authorId ? (author ?? 'A member') : agent.name)}
              message={draft.message}
              color={agent.look.color ?? ownColor}
              side={agent.look.position ?? 'right'}
            />
            <FiredCount agent={agent.id} rule={draft} />
          </aside>
        </div>
      </div>
      <div className="sticky bottom-0 border-t border-line bg-surface">
        <div className="mx-auto flex w-full max-w-5xl flex-col gap-2 px-4 py-3 md:px-6">
          <FormFault
            text={formFault(saving.error, [...fields, ...conditions.map((_, at) => `conditions.${at}.value`)])}
          />
          <div className="flex flex-wrap items-center gap-3">
            <Checkbox
              label="Switched on"
              checked={draft.enabled}
              onChange={event => change({ enabled: event.target.checked })}
            />
            <span className="flex-1" />
            <Button onClick={done}>Cancel</Button>
            <Button
              type="submit"
              look="primary"
              isBusy={saving.isPending}
              disabled={conditions.length === 0 || !conditions.every(isWhole)}
            >
              {rule ? 'Save' : 'Create the message'}
            </Button>
          </div>
        </div>
      </div>
    </form>
  )
}

const conditionFault = (fault: unknown, at: number): string | undefined =>
  fault instanceof ApiError && (fault.field?.startsWith(`conditions.${at}.`) || fault.field === `conditions.${at}`)
    ? fault.message
    : undefined
