import type { PrivacyPolicy, PrivacyPolicyShown, RegionRule } from '@foyer/protocol'
import { europeanCountries } from '@foyer/protocol/plain'
import { useMutation } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { ApiError, api } from '../../../api.ts'
import { queryClient } from '../../../query-client.ts'
import { useCan } from '../../../session.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Section } from '../../../ui/page.tsx'
import { FormFault, faultText } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { useUnsaved } from '../../../ui/unsaved.tsx'
import { plainText } from '../../../words/people.ts'
import { CountryPicker } from './country-picker.tsx'
import { policyQuery } from './privacy-data.ts'
import { countriesText, groupsOf, ruleSentence } from './privacy-words.ts'
import { type RuleDraft, RuleFields } from './rule-fields.tsx'

type RegionDraft = RuleDraft & { key: string; name: string; countries: string[] }
type Draft = { default: RuleDraft; regions: RegionDraft[] }

const ruleDraft = ({ ip, place, forgetAfterDays }: RegionRule | PrivacyPolicy['default']): RuleDraft => ({
  ip,
  place,
  days: String(forgetAfterDays)
})
const draftOf = (policy: PrivacyPolicy): Draft => ({
  default: ruleDraft(policy.default),
  regions: policy.regions.map(region => ({
    key: region.name,
    name: region.name,
    countries: region.countries,
    ...ruleDraft(region)
  }))
})
const ruleOf = ({ ip, place, days }: RuleDraft) => ({ ip, place, forgetAfterDays: Number(days) })
const policyOf = (draft: Draft): PrivacyPolicy => ({
  default: ruleOf(draft.default),
  regions: draft.regions.map(({ name, countries, ...rule }) => ({ name: name.trim(), countries, ...ruleOf(rule) }))
})

/** Who is told what: each rule a sentence, with its parts to change right under it. */
export function PolicyForm({ policy }: { policy: PrivacyPolicyShown }) {
  const mayWrite = useCan('workspace:write')
  const [draft, setDraft] = useState(() => draftOf(policy))
  const saving = useMutation({
    mutationFn: () => api.put<PrivacyPolicyShown>('/api/privacy/policy', policyOf(draft)),
    onSuccess: changed => {
      queryClient.setQueryData(policyQuery.queryKey, changed)
      toast('Saved. It holds for everything from now on.')
    }
  })
  const isChanged = JSON.stringify(policyOf(draft)) !== JSON.stringify(policyOf(draftOf(policy)))
  const unsaved = useUnsaved(isChanged && mayWrite)
  const isEuropeFree = !draft.regions.some(region => region.countries.some(code => europeanCountries.includes(code)))
  const changeRegion = (key: string, change: Partial<RegionDraft>) =>
    setDraft({
      ...draft,
      regions: draft.regions.map(region => (region.key === key ? { ...region, ...change } : region))
    })
  const add = (name: string, countries: string[]) =>
    setDraft({
      ...draft,
      regions: [
        ...draft.regions,
        { key: crypto.randomUUID(), name, countries, ip: 'truncated', place: 'country', days: '30' }
      ]
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!saving.isPending) saving.mutate()
  }
  const faultAt = (field: string) =>
    saving.error instanceof ApiError && saving.error.field?.startsWith(field) ? saving.error.message : undefined
  const isPlaced = draft.regions.some((_, index) => faultAt(`regions.${index}`))
  return (
    <Section title="What applies to whom">
      {unsaved.question}
      <form onSubmit={submit} className="flex flex-col gap-4">
        {saving.isError && !isPlaced && <FormFault text={faultText(saving.error)} />}
        {draft.regions.map((region, index) => (
          <RegionCard
            key={region.key}
            region={region}
            others={draft.regions.filter(other => other.key !== region.key).flatMap(other => other.countries)}
            fault={faultAt(`regions.${index}`)}
            isFixed={!mayWrite}
            onChange={change => changeRegion(region.key, change)}
            onRemove={() => setDraft({ ...draft, regions: draft.regions.filter(one => one.key !== region.key) })}
          />
        ))}
        <section aria-label="Everywhere else" className="flex flex-col gap-3 rounded-md border border-line p-4">
          <div>
            <h3 className="text-sm font-medium">{draft.regions.length === 0 ? 'Everywhere' : 'Everywhere else'}</h3>
            <p className="text-sm text-ink-soft">{ruleSentence(ruleOf(draft.default))}</p>
          </div>
          <RuleFields
            rule={draft.default}
            isFixed={!mayWrite}
            onChange={change => setDraft({ ...draft, default: { ...draft.default, ...change } })}
          />
        </section>
        {policy.regions.length > 0 && (
          <section aria-label="Where the place is not known" className="rounded-md border border-line p-4">
            <h3 className="text-sm font-medium">Where the place is not known</h3>
            <p className="text-sm text-ink-soft">{ruleSentence(policy.unknown)}</p>
            <p className="mt-1 text-xs text-ink-faint">
              Such a visitor may be anywhere, so the strictest part of every saved rule holds.
            </p>
          </section>
        )}
        {mayWrite ? (
          <div className="flex flex-wrap items-center gap-2">
            <Button
              icon={<Plus aria-hidden className="size-4" />}
              onClick={() => (isEuropeFree ? add('Europe', [...europeanCountries]) : add('', []))}
            >
              {isEuropeFree ? 'Add a rule for Europe' : 'Add a region'}
            </Button>
            {isEuropeFree && <Button onClick={() => add('', [])}>Add another region</Button>}
            <span className="ml-auto flex gap-2">
              {isChanged && (
                <Button look="quiet" onClick={() => setDraft(draftOf(policy))}>
                  Discard
                </Button>
              )}
              <Button type="submit" look="primary" isBusy={saving.isPending} disabled={!isChanged}>
                {saving.isPending ? 'Saving…' : 'Save'}
              </Button>
            </span>
          </div>
        ) : (
          <p className="text-sm text-ink-faint">An owner or admin can change this.</p>
        )}
        {policy.changedAt && (
          <p className="text-xs text-ink-faint">
            Changed <Ago at={policy.changedAt} />
            {policy.changedBy && <> by {plainText(policy.changedBy)}</>}.
          </p>
        )}
      </form>
    </Section>
  )
}

type RegionCardProps = {
  region: RegionDraft
  /** Countries that other regions have. */
  others: string[]
  fault: string | undefined
  isFixed: boolean
  onChange: (change: Partial<RegionDraft>) => void
  onRemove: () => void
}

function RegionCard({ region, others, fault, isFixed, onChange, onRemove }: RegionCardProps) {
  const title = useId()
  const name = plainText(region.name.trim()) || 'A new region'
  const { isEurope, others: single } = groupsOf(region.countries)
  return (
    <section aria-labelledby={title} className="flex flex-col gap-3 rounded-md border border-line p-4">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h3 id={title} className="truncate text-sm font-medium">
            {name}
          </h3>
          <p className="text-sm text-ink-soft">{ruleSentence(ruleOf(region))}</p>
          {isFixed && <p className="text-xs text-ink-faint">{countriesText(region.countries)}</p>}
        </div>
        {!isFixed && (
          <IconButton label={`Remove the rule for ${name}`} onClick={onRemove}>
            <Trash2 aria-hidden className="size-4" />
          </IconButton>
        )}
      </div>
      <FormFault text={fault} />
      {!isFixed && (
        <>
          <Field label="Name">
            {state => (
              <Input
                {...state}
                required
                maxLength={80}
                value={region.name}
                placeholder="Nordic countries"
                onChange={event => onChange({ name: event.target.value })}
              />
            )}
          </Field>
          <CountryPicker
            isEurope={isEurope}
            single={single}
            taken={others}
            onChange={countries => onChange({ countries })}
          />
        </>
      )}
      <RuleFields rule={region} isFixed={isFixed} onChange={onChange} />
    </section>
  )
}
