import type { Erasure } from '@foyer/protocol'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../../../ui/button.tsx'
import { Section } from '../../../ui/page.tsx'
import { Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { plainText } from '../../../words/people.ts'
import { actorName } from '../audit-words.ts'
import { Cell, Table } from '../table.tsx'
import { erasuresQuery } from './privacy-data.ts'

/** Who erased somebody and when, and whether all of it is gone: what can be shown of it without saying whom. */
export function Erasures() {
  const erasures = useInfiniteQuery(erasuresQuery)
  const items = erasures.data?.pages.flatMap(page => page.items) ?? []
  return (
    <Section
      title="People who were erased"
      hint="Erase somebody in the menu of their page. What is left here does not say whom, so keep the request you were sent."
    >
      {erasures.isPending ? (
        <Loading what="the erasures" className="flex flex-col gap-2">
          <Skeleton className="h-9" />
          <Skeleton className="h-9" />
        </Loading>
      ) : erasures.isError && items.length === 0 ? (
        <Failure fault={erasures.error} what="The erasures" onRetry={() => void erasures.refetch()} />
      ) : items.length === 0 ? (
        <p className="rounded-md border border-line p-4 text-sm text-ink-soft">Nobody has been erased yet.</p>
      ) : (
        <>
          <Table
            label="Erasures"
            columns={[
              { label: 'Asked for' },
              { label: 'By' },
              { label: 'Browsers', isNumber: true, isSpare: true },
              { label: 'State' }
            ]}
          >
            {items.map(erasure => (
              <tr key={erasure.id}>
                <Cell>
                  <Ago at={erasure.askedAt} />
                </Cell>
                <Cell>
                  <span title={plainText(erasure.askedBy)}>{actorName(erasure.askedBy)}</span>
                </Cell>
                <Cell isNumber isSpare>
                  {erasure.browsers}
                </Cell>
                <Cell>
                  <State erasure={erasure} />
                </Cell>
              </tr>
            ))}
          </Table>
          {erasures.hasNextPage && (
            <div>
              <Button isBusy={erasures.isFetchingNextPage} onClick={() => void erasures.fetchNextPage()}>
                Older ones
              </Button>
            </div>
          )}
        </>
      )}
    </Section>
  )
}

function State({ erasure: { state, problem, finishedAt } }: { erasure: Erasure }) {
  if (state === 'done') return <>All gone {finishedAt && <Ago at={finishedAt} />}</>
  return problem === undefined ? (
    <span role="status">Found nowhere any more; the disk is being cleared</span>
  ) : (
    <span role="status" className="text-danger">
      {problem}
    </span>
  )
}
