import type { Destination } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Section } from '../../../ui/page.tsx'
import { Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { plainText } from '../../../words/people.ts'
import { Cell, Table } from '../../settings/table.tsx'
import { revisionsQuery } from '../integrations-data.ts'

/** Who changed what, newest first. */
export function Revisions({ destination }: { destination: Destination }) {
  const revisions = useQuery(revisionsQuery(destination.id))
  return (
    <Section title="Revisions" hint="Every change of its settings and its mapping, and who made it.">
      {revisions.data ? (
        <Table
          label="All revisions"
          columns={[{ label: 'Revision', isNumber: true }, { label: 'Changed' }, { label: 'By' }, { label: 'When' }]}
        >
          {revisions.data.items.map(({ revision, at, by, changed }) => (
            <tr key={revision}>
              <Cell isNumber>{revision}</Cell>
              <Cell>{changed.length === 0 ? 'Added' : plainText(changed.join(', '))}</Cell>
              <Cell>
                <bdi>{plainText(by)}</bdi>
              </Cell>
              <Cell className="whitespace-nowrap text-ink-soft">
                <Ago at={at} />
              </Cell>
            </tr>
          ))}
        </Table>
      ) : revisions.isError ? (
        <Failure isCompact fault={revisions.error} what="The revisions" onRetry={() => void revisions.refetch()} />
      ) : (
        <Loading what="the revisions">
          <Skeleton className="h-28 rounded-md" />
        </Loading>
      )}
    </Section>
  )
}
