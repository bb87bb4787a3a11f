import type { CatalogEntry, Destination } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Section } from '../../../ui/page.tsx'
import { Failure, FormFault, faultText, Loading, Skeleton } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { plainText } from '../../../words/people.ts'
import { Cell, Table } from '../../settings/table.tsx'
import { restoreRevision, revisionsQuery } from '../integrations-data.ts'
import { TakeUp } from '../take-up.tsx'

type Props = {
  destination: Destination
  kind: CatalogEntry
  isFixed: boolean
  isUnsaved: boolean
  onTaken: (destination: Destination) => void
}

/** Who changed what, newest first. Each but the newest can be taken up again: settings, consent and mapping as they were. */
export function Revisions({ destination, kind, isFixed, isUnsaved, onTaken }: Props) {
  const revisions = useQuery(revisionsQuery(destination.id))
  const [asked, setAsked] = useState<number>()
  const restoring = useMutation({
    mutationFn: (revision: number) => restoreRevision(destination.id, revision),
    onSuccess: (restored, revision) => {
      onTaken(restored)
      setAsked(undefined)
      toast(`Revision ${revision} is in force again`)
    }
  })
  const ask = (revision: number | undefined) => {
    restoring.reset()
    setAsked(revision)
  }
  return (
    <Section title="Revisions" hint="Every change of its settings and its mapping, and who made it.">
      {revisions.data ? (
        <Table
          label="All revisions"
          columns={[
            { label: 'Revision', isNumber: true },
            { label: 'Changed' },
            { label: 'By', isSpare: true },
            { label: 'When' },
            ...(isFixed ? [] : [{ label: 'Take up', isHidden: true }])
          ]}
        >
          {revisions.data.items.map(({ revision, at, by, changed }) => (
            <tr key={revision}>
              <Cell isNumber>{revision}</Cell>
              <Cell>{plainText(changed.map(one => changeText(one, kind)).join(', '))}</Cell>
              <Cell isSpare>
                <bdi>{plainText(by)}</bdi>
              </Cell>
              <Cell className="whitespace-nowrap text-ink-soft">
                <Ago at={at} />
              </Cell>
              {!isFixed && (
                <Cell className="text-right">
                  {revision !== destination.revision && <TakeUp revision={revision} onPress={() => ask(revision)} />}
                </Cell>
              )}
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
      <Dialog
        isOpen={asked !== undefined}
        onClose={() => ask(undefined)}
        title={`Take up revision ${asked}?`}
        description={`Its settings, consent and mapping are in force at once, as a new revision, so that this can be taken back too. The name stays, and so do secrets: no revision keeps them.${
          isUnsaved ? ' What you have not saved above is dropped.' : ''
        }`}
        actions={
          <>
            <Button onClick={() => ask(undefined)}>Leave it</Button>
            <Button
              look="primary"
              isBusy={restoring.isPending}
              onClick={() => asked !== undefined && restoring.mutate(asked)}
            >
              {restoring.isPending ? 'Taking it up…' : 'Take it up'}
            </Button>
          </>
        }
      >
        <FormFault text={restoring.error ? faultText(restoring.error) : undefined} />
      </Dialog>
    </Section>
  )
}

/** A setting by the name that its field has above. */
function changeText(changed: string, kind: CatalogEntry): string {
  if (changed === 'created') return 'Added'
  const key = /^settings: (.+)$/.exec(changed)?.[1]
  const said = key === undefined ? changed : (kind.settings.find(field => field.key === key)?.label ?? key)
  return said.charAt(0).toUpperCase() + said.slice(1)
}
