import { requestSources } from '@foyer/protocol/plain'
import type { ReactNode } from 'react'
import { Select } from '../../../ui/field.tsx'
import { FilterChip } from '../../../ui/filter-chip.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { countryOf, sourceWords } from './request-words.ts'
import { type RequestsAddress, spanOf, spans, usualSpan } from './requests-address.ts'

type Props = {
  address: RequestsAddress
  onChange: (next: Partial<RequestsAddress>) => void
  live: ReactNode
  actions: ReactNode
}

const statuses = [
  { value: '2xx', label: 'Answered (2xx)' },
  { value: 'errors', label: 'Errors' },
  { value: '4xx', label: 'Refused (4xx)' },
  { value: '5xx', label: 'Failed (5xx)' }
]

/** What is chosen stands in the address; what came from a click on a figure is a chip that can be taken away. */
export function RequestFilters({ address, onChange, live, actions }: Props) {
  const isListed = statuses.some(({ value }) => value === address.status)
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-5">
      <Select
        aria-label="Time"
        className="w-36"
        value={spanOf(address.span).name}
        onChange={event => onChange({ span: event.target.value === usualSpan ? undefined : event.target.value })}
      >
        {spans.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </Select>
      <div className="flex min-w-52 flex-1 basis-52 sm:max-w-60">
        <SearchField
          label="IP address"
          placeholder="IP: 81.2.69.142, 81.2.0.0/16"
          value={address.ip}
          onChange={ip => onChange({ ip })}
          taken={{ key: '', ref: null }}
        />
      </div>
      <div className="flex min-w-52 flex-1 basis-52 sm:max-w-72">
        <SearchField
          label="Search the requests"
          placeholder="Endpoint, error or request id"
          value={address.search}
          onChange={search => onChange({ search })}
        />
      </div>
      <Select
        aria-label="Answer"
        className="w-36"
        value={address.status ?? ''}
        onChange={event => onChange({ status: event.target.value || undefined })}
      >
        <option value="">All answers</option>
        {statuses.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {address.status && !isListed && <option value={address.status}>{address.status}</option>}
      </Select>
      <Select
        aria-label="Source"
        className="w-36"
        value={address.source ?? ''}
        onChange={event => onChange({ source: requestSources.find(source => source === event.target.value) })}
      >
        <option value="">All sources</option>
        {requestSources.map(source => (
          <option key={source} value={source}>
            {sourceWords[source]}
          </option>
        ))}
      </Select>
      {address.endpoint && (
        <FilterChip label="Endpoint" value={address.endpoint} onRemove={() => onChange({ endpoint: undefined })} />
      )}
      {address.country && (
        <FilterChip
          label="Country"
          value={countryOf(address.country)}
          onRemove={() => onChange({ country: undefined })}
        />
      )}
      {address.visitor && <FilterChip label="One" value="visitor" onRemove={() => onChange({ visitor: undefined })} />}
      {address.conversation && (
        <FilterChip label="One" value="conversation" onRemove={() => onChange({ conversation: undefined })} />
      )}
      <div className="ml-auto flex items-center gap-2">
        {actions}
        {live}
      </div>
    </div>
  )
}
