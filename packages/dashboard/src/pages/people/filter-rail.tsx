import type { PeopleFacets } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { segmentsQuery } from '../../analytics/filters/filter-data.ts'
import { useCan } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Flag } from '../../ui/marks.tsx'
import { Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { countryName } from '../../words/countries.ts'
import { compactCount, counted } from '../../words/numbers.ts'
import { peopleFacets } from './people-data.ts'
import { type PeopleSearch, withinChoices } from './people-search.ts'

type Props = { search: PeopleSearch; onChange: (change: PeopleSearch) => void }

const knownChoices = [
  { value: 'verified', label: 'Verified' },
  { value: 'named', label: 'Has a name or e-mail' },
  { value: 'anonymous', label: 'Anonymous' }
] as const
const botChoices = [
  { value: undefined, label: 'Left out' },
  { value: 'with', label: 'Shown among people' },
  { value: 'only', label: 'Only bots' }
] as const

export function FilterRail({ search, onChange }: Props) {
  const facets = useQuery(peopleFacets(search))
  const facet = (
    title: string,
    key: 'country' | 'browser' | 'device' | 'source',
    values: PeopleFacets['countries'] | undefined,
    show?: (value: string) => ReactNode
  ) => (
    <Facet
      title={title}
      values={values}
      chosen={search[key]}
      onChoose={value => onChange({ [key]: value })}
      show={show ?? (value => value)}
    />
  )
  return (
    <div className="flex flex-col gap-5 p-4">
      <Segments chosen={search.segment} onChoose={segment => onChange({ segment })} />
      <Group title="Who">
        {knownChoices.map(({ value, label }) => (
          <Choice
            key={value}
            isChosen={search.known === value}
            onChoose={isChosen => onChange({ known: isChosen ? value : undefined })}
          >
            {label}
          </Choice>
        ))}
      </Group>
      <Group title="Seen in the last">
        {withinChoices.map(({ value, label }) => (
          <Choice
            key={value}
            isChosen={search.within === value}
            onChoose={isChosen => onChange({ within: isChosen ? value : undefined })}
          >
            {label}
          </Choice>
        ))}
      </Group>
      {facets.isError ? (
        <Failure isCompact fault={facets.error} what="Filters" onRetry={() => void facets.refetch()} />
      ) : (
        <>
          {facet('Country', 'country', facets.data?.countries, code => (
            <span className="flex items-center gap-1.5">
              <Flag code={code} />
              <span className="truncate">{countryName(code)}</span>
            </span>
          ))}
          {facet('First source', 'source', facets.data?.sources)}
          {facet('Browser', 'browser', facets.data?.browsers)}
          {facet('Device', 'device', facets.data?.devices, value => (
            <span className="capitalize">{value}</span>
          ))}
        </>
      )}
      <Group title="Bots">
        {botChoices.map(({ value, label }) => (
          <Choice key={label} isChosen={search.bots === value} onChoose={() => onChange({ bots: value })}>
            {label}
          </Choice>
        ))}
      </Group>
    </div>
  )
}

type SegmentsProps = { chosen: string | undefined; onChoose: (segment: string | undefined) => void }

/** Only where there are some: they are made among the reports. */
function Segments({ chosen, onChoose }: SegmentsProps) {
  const [isOpen, setOpen] = useState(false)
  const mayRead = useCan('analytics:read')
  const { data } = useQuery({ ...segmentsQuery, enabled: mayRead })
  const items = data?.items ?? []
  const isKnown = chosen === undefined || items.some(({ id }) => id === chosen)
  const all = isKnown ? items : [{ id: chosen, name: data ? 'A deleted segment' : 'A segment' }, ...items]
  if (all.length === 0) return null
  const shown = isOpen ? all : all.filter(({ id }, index) => index < shownAtFirst || id === chosen)
  return (
    <Group title="Segment">
      {shown.map(({ id, name }) => (
        <Choice key={id} isChosen={chosen === id} onChoose={isChosen => onChoose(isChosen ? id : undefined)}>
          {name}
        </Choice>
      ))}
      {all.length > shownAtFirst && (
        <button
          type="button"
          onClick={() => setOpen(!isOpen)}
          aria-expanded={isOpen}
          className="rounded-sm px-2 py-1 text-left text-xs text-ink-faint hover:text-ink"
        >
          {isOpen ? 'Fewer' : `${all.length - shownAtFirst} more`}
        </button>
      )}
    </Group>
  )
}

const shownAtFirst = 6

type FacetProps = {
  title: string
  values: PeopleFacets['countries'] | undefined
  chosen: string | undefined
  onChoose: (value: string | undefined) => void
  show: (value: string) => ReactNode
}

function Facet({ title, values, chosen, onChoose, show }: FacetProps) {
  const [isOpen, setOpen] = useState(false)
  if (!values)
    return (
      <Group title={title}>
        <Loading what={title} className="flex flex-col gap-2 px-2 py-1">
          <Skeleton className="h-4" />
          <Skeleton className="h-4 w-4/5" />
          <Skeleton className="h-4 w-3/5" />
        </Loading>
      </Group>
    )
  // What is chosen stays in sight even when nobody has it any more, so that it can be taken away.
  const all =
    chosen === undefined || values.some(({ value }) => value === chosen)
      ? values
      : [{ value: chosen, people: 0 }, ...values]
  if (all.length === 0) return null
  const shown = isOpen ? all : all.filter(({ value }, index) => index < shownAtFirst || value === chosen)
  return (
    <Group title={title}>
      {shown.map(({ value, people }) => (
        <Choice
          key={value}
          isChosen={chosen === value}
          onChoose={isChosen => onChoose(isChosen ? value : undefined)}
          note={compactCount(people)}
          noteLabel={counted(people, 'person', 'people')}
        >
          {show(value)}
        </Choice>
      ))}
      {all.length > shownAtFirst && (
        <button
          type="button"
          onClick={() => setOpen(!isOpen)}
          aria-expanded={isOpen}
          className="rounded-sm px-2 py-1 text-left text-xs text-ink-faint hover:text-ink"
        >
          {isOpen ? 'Fewer' : `${all.length - shownAtFirst} more`}
        </button>
      )}
    </Group>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col">
      <legend className="mb-1 px-2 text-xs text-ink-faint">{title}</legend>
      {children}
    </fieldset>
  )
}

type ChoiceProps = {
  isChosen: boolean
  onChoose: (isChosen: boolean) => void
  note?: string
  noteLabel?: string
  children: ReactNode
}

function Choice({ isChosen, onChoose, note, noteLabel, children }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={() => onChoose(!isChosen)}
      className={classes(
        'flex h-7 items-center gap-2 rounded-sm px-2 text-left text-sm transition-colors hover:bg-hover',
        isChosen ? 'bg-accent-soft font-medium text-accent hover:bg-accent-soft' : 'text-ink-soft'
      )}
    >
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {note && (
        <span title={noteLabel} className={classes('text-xs', isChosen ? 'text-accent' : 'text-ink-faint')}>
          {note}
        </span>
      )}
      {isChosen && <Check aria-hidden className="size-3.5 shrink-0" />}
    </button>
  )
}

export function FilterDialog({
  isOpen,
  onClose,
  total,
  ...rest
}: Props & { isOpen: boolean; onClose: () => void; total: number | undefined }) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Filter people"
      actions={
        <Button look="primary" onClick={onClose}>
          {total === undefined ? 'Show' : `Show ${counted(total, 'person', 'people')}`}
        </Button>
      }
    >
      <div className="-mx-4">
        <FilterRail {...rest} />
      </div>
    </Dialog>
  )
}
