import type { Conversation } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { labelsQuery } from '../../conversation/conversation-data.ts'
import { useCan } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox, Field, Select } from '../../ui/field.tsx'
import { countryName } from '../../words/countries.ts'
import { plainText } from '../../words/people.ts'
import { agentsQuery } from '../agents/agents-data.ts'
import { peopleFacets } from '../people/people-data.ts'
import { teamQuery } from './inbox-data.ts'
import { type InboxSearch, statusOf } from './inbox-search.ts'
import { filterCount, withoutFilters } from './queues.ts'
import { sourceName } from './source-words.ts'

export type FiltersProps = {
  search: InboxSearch
  rows: readonly Conversation[]
  onChange: (change: InboxSearch) => void
  onReplace: (search: InboxSearch) => void
}

export function Filters({ search, rows, onChange, onReplace }: FiltersProps) {
  const canReadAgents = useCan('agents:read')
  const canReadPeople = useCan('people:read')
  const { data: team } = useQuery(teamQuery)
  const { data: labels } = useQuery(labelsQuery)
  const { data: agents } = useQuery({ ...agentsQuery, enabled: canReadAgents })
  const { data: facets } = useQuery({ ...peopleFacets({}), enabled: canReadPeople })
  const sources = withChosen(['widget', 'api', 'playground', ...rows.map(row => row.source)], search.source)
  const countries = withChosen(
    [
      ...(facets?.countries.map(({ value }) => value) ?? []),
      ...rows.flatMap(row => (row.country === undefined ? [] : [row.country]))
    ],
    search.country
  ).sort((left, right) => countryName(left).localeCompare(countryName(right)))
  return (
    <div className="flex flex-col gap-3">
      <Choice label="Status" value={statusOf(search)} onChange={value => onChange({ status: asStatus(value) })}>
        <option value="open">Open</option>
        <option value="snoozed">Snoozed</option>
        <option value="resolved">Resolved</option>
        <option value="any">All of them</option>
      </Choice>
      <Choice label="Assigned to" value={search.assignee} onChange={assignee => onChange({ assignee })} any="Anybody">
        <option value="me">Me</option>
        <option value="none">Nobody</option>
        {team?.map(member => (
          <option key={member.id} value={member.id}>
            {plainText(member.name)}
          </option>
        ))}
      </Choice>
      <Choice
        label="Answered by"
        value={search.answered}
        onChange={answered => onChange({ answered: asAnswered(answered) })}
        any="Anybody"
      >
        <option value="team">People</option>
        <option value="agent">The agent</option>
      </Choice>
      <Choice label="Source" value={search.source} onChange={source => onChange({ source })} any="Every source">
        {sources.map(source => (
          <option key={source} value={source}>
            {sourceName(source)}
          </option>
        ))}
      </Choice>
      <Choice label="Label" value={search.label} onChange={label => onChange({ label })} any="Any">
        {withChosen(labels?.items.map(({ label }) => label) ?? [], search.label).map(label => (
          <option key={label} value={label}>
            {plainText(label)}
          </option>
        ))}
      </Choice>
      {canReadAgents && (
        <Choice label="Channel" value={search.channel} onChange={channel => onChange({ channel })} any="Every site">
          {agents?.items.map(agent => (
            <option key={agent.id} value={agent.id}>
              {plainText(agent.name)}
            </option>
          ))}
        </Choice>
      )}
      <Choice label="Country" value={search.country} onChange={country => onChange({ country })} any="Everywhere">
        {countries.map(code => (
          <option key={code} value={code}>
            {countryName(code)}
          </option>
        ))}
      </Choice>
      <Choice
        label="Order"
        value={search.sort}
        onChange={sort => onChange({ sort: asSort(sort) })}
        any="Who waits longest first"
      >
        <option value="newest">Newest first</option>
        <option value="oldest">Oldest first</option>
      </Choice>
      <Checkbox
        label="Only unread"
        checked={search.unread === 'yes'}
        onChange={event => onChange({ unread: event.target.checked ? 'yes' : undefined })}
      />
      <Checkbox
        label="Only where I am mentioned"
        checked={search.mentioned === 'yes'}
        onChange={event => onChange({ mentioned: event.target.checked ? 'yes' : undefined })}
      />
      {filterCount(search) > 0 && (
        <Button size="small" onClick={() => onReplace(withoutFilters(search))}>
          Clear all filters
        </Button>
      )}
    </div>
  )
}

const withChosen = (values: readonly string[], chosen: string | undefined): string[] => [
  ...new Set(chosen === undefined ? values : [...values, chosen])
]
const asStatus = (value: string | undefined): InboxSearch['status'] =>
  value === 'open' || value === 'snoozed' || value === 'resolved' || value === 'any' ? value : undefined
const asAnswered = (value: string | undefined): InboxSearch['answered'] =>
  value === 'team' || value === 'agent' ? value : undefined
const asSort = (value: string | undefined): InboxSearch['sort'] =>
  value === 'newest' || value === 'oldest' ? value : undefined

type ChoiceProps = {
  label: string
  value: string | undefined
  any?: string
  onChange: (value: string | undefined) => void
  children: ReactNode
}

function Choice({ label, value, any, onChange, children }: ChoiceProps) {
  return (
    <Field label={label}>
      {state => (
        <Select
          {...state}
          value={value ?? ''}
          onChange={event => onChange(event.target.value === '' ? undefined : event.target.value)}
        >
          {any !== undefined && <option value="">{any}</option>}
          {children}
        </Select>
      )}
    </Field>
  )
}
