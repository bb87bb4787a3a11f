import type { Segment } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { segmentsQuery } from '../../../analytics/filters/filter-data.ts'
import { useCan } from '../../../session.ts'
import { Field, Select } from '../../../ui/field.tsx'
import { Section } from '../../../ui/page.tsx'
import { counted } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { countQuery } from '../../analytics/segments/segments-data.ts'
import type { Given } from './given.ts'

/** Whose events are sent: everybody's, or those of the people of a segment. */
export function SegmentFields({ form, kept, write, faultAt }: Given) {
  const mayRead = useCan('analytics:read')
  const { data, isError, isPending } = useQuery({ ...segmentsQuery, enabled: mayRead })
  const items = data?.items ?? []
  const chosen = items.find(({ id }) => id === form.segmentId)
  // What is kept stays what it is, also where the list cannot be read.
  const unlisted = form.segmentId !== null && !chosen ? form.segmentId : undefined
  const unlistedName = (unlisted === kept?.segmentId && kept?.segmentName) || 'The segment that is kept'
  return (
    <Section
      title="People"
      hint={
        form.segmentId === null
          ? 'Events of everybody are sent.'
          : 'An event is sent when its visitor is in the segment by then; the event that brings them in is sent too. What others do stands in the debugger as not in the segment.'
      }
    >
      <Field
        label="Only people in"
        error={faultAt('segmentId')}
        hint={
          !mayRead
            ? 'An owner or admin can choose a segment.'
            : isError
              ? 'The segments could not be loaded. Load the page again to choose one.'
              : undefined
        }
      >
        {state => (
          <Select
            {...state}
            className="max-w-xs"
            disabled={!mayRead || isPending || isError}
            value={form.segmentId ?? ''}
            onChange={({ target }) => write({ segmentId: target.value === '' ? null : target.value })}
          >
            <option value="">Everybody</option>
            {unlisted && <option value={unlisted}>{plainText(unlistedName)}</option>}
            {items.map(({ id, name }) => (
              <option key={id} value={id}>
                {plainText(name)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {chosen ? (
        <Chosen segment={chosen} />
      ) : (
        data &&
        items.length === 0 && (
          <p className="text-sm text-ink-soft">
            There are no segments yet.{' '}
            <Link to="/analytics/segments" className="rounded-sm text-accent underline underline-offset-2">
              Make one
            </Link>{' '}
            to send only what some people do.
          </p>
        )
      )}
    </Section>
  )
}

function Chosen({ segment: { id, name, rule } }: { segment: Segment }) {
  const { data, isError, isPlaceholderData } = useQuery(countQuery(rule, id))
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-1 text-sm text-ink-soft">
      <span role="status">
        {isError
          ? 'How many people are in it could not be counted.'
          : data && !isPlaceholderData
            ? `${counted(data.people, 'person is', 'people are')} in it now.`
            : 'Counting…'}
      </span>
      <Link to="/analytics/segments/$id" params={{ id }} className="rounded-sm text-accent hover:underline">
        Open <bdi>{plainText(name)}</bdi>
      </Link>
    </p>
  )
}
