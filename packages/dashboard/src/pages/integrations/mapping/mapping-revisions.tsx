import type { Mapping } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { plainText } from '../../../words/people.ts'
import { revisionsQuery } from '../integrations-data.ts'
import { TakeUp } from '../take-up.tsx'
import { isSame, mappingOf } from './draft.ts'

type Props = { id: string; draft: Mapping; isFixed: boolean; onTake: (mapping: Mapping) => void }

/** The mapping as it was: each can be taken up again, looked at beside an event, and saved as the newest. */
export function MappingRevisions({ id, draft, isFixed, onTake }: Props) {
  const revisions = useQuery(revisionsQuery(id))
  const items = revisions.data?.items
  // Of those that changed only settings, the mapping is as before.
  const told = items?.filter(({ mapping }, index) => !isSame(mapping, items[index + 1]?.mapping))
  return (
    <section aria-label="Revisions" className="flex flex-col gap-2 border-t border-line pt-4">
      <h2 className="text-sm font-medium">Revisions</h2>
      {told ? (
        <ol className="flex flex-col">
          {told.map(({ revision, at, by, mapping }) => (
            <li
              key={revision}
              className="flex min-h-9 items-center gap-3 border-t border-line text-sm first:border-t-0"
            >
              <span className="w-8 shrink-0 text-ink-faint tabular-nums">{revision}</span>
              <span className="min-w-0 flex-1 truncate">
                <bdi>{plainText(by)}</bdi>
              </span>
              <Ago at={at} className="shrink-0 text-xs whitespace-nowrap text-ink-faint" />
              {isSame(mapping, draft) ? (
                <span className="w-28 shrink-0 text-right text-xs text-ink-faint">as it is here</span>
              ) : (
                !isFixed && <TakeUp revision={revision} onPress={() => onTake(mappingOf({ mapping }))} />
              )}
            </li>
          ))}
        </ol>
      ) : revisions.isError ? (
        <Failure isCompact fault={revisions.error} what="The revisions" onRetry={() => void revisions.refetch()} />
      ) : (
        <Loading what="the revisions">
          <Skeleton className="h-20 rounded-md" />
        </Loading>
      )}
    </section>
  )
}
