import type { Evidence, IdentityChain, UnmergeAnswer } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fingerprint, KeyRound, Split, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { useCan, useTimezone } from '../../session.ts'
import { dayName, exactTime } from '../../time/relative.ts'
import { useNow } from '../../time/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Failure, FormFault, faultText, Loading, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { nameOf, plainText } from '../../words/people.ts'
import { FactGroup } from './fact-group.tsx'
import { browserLabel, consequencesOf, reasonOf } from './identity-words.ts'
import { identityQuery } from './person-data.ts'

export function Identity({ id }: { id: string }) {
  const chain = useQuery(identityQuery(id))
  const [undoing, setUndoing] = useState<Evidence | null>(null)
  return (
    <FactGroup title="Why this is one person">
      {chain.isPending ? (
        <Loading what="the evidence" className="flex flex-col gap-2">
          <Skeleton className="h-4" />
          <Skeleton className="h-4 w-2/3" />
        </Loading>
      ) : chain.isError ? (
        <Failure isCompact fault={chain.error} what="The evidence" onRetry={() => void chain.refetch()} />
      ) : (
        <>
          <Chain chain={chain.data} onUndo={setUndoing} />
          <UndoDialog
            key={undoing?.id}
            id={id}
            chain={chain.data}
            evidence={undoing}
            onClose={() => setUndoing(null)}
          />
        </>
      )}
    </FactGroup>
  )
}

function Chain({
  chain: { browsers, evidence },
  onUndo
}: {
  chain: IdentityChain
  onUndo: (evidence: Evidence) => void
}) {
  const mayUndo = useCan('people:write')
  const first = browsers.toSorted((left, right) => left.firstSeenAt.localeCompare(right.firstSeenAt))[0]
  if (evidence.length === 0)
    return (
      <p className="text-sm text-ink-soft">
        One browser, known by the id it keeps{first?.userId ? ', signed in as ' : ''}
        {first?.userId && <strong className="font-medium">{plainText(first.userId)}</strong>}. Nothing was joined.
      </p>
    )
  return (
    <ol className="relative flex flex-col gap-3 before:absolute before:top-2 before:bottom-2 before:left-[9px] before:w-px before:bg-line-strong">
      {first && (
        <li className="relative flex gap-3 text-sm">
          <span aria-hidden className="z-10 mt-1.5 ml-1.5 size-2 shrink-0 rounded-full bg-ink-faint" />
          <span>
            {browserLabel(browsers, first.visitorId)} came first, <Day at={first.firstSeenAt} />.
          </span>
        </li>
      )}
      {evidence.map(join => (
        <Join key={join.id} join={join} browsers={browsers} onUndo={mayUndo ? () => onUndo(join) : undefined} />
      ))}
    </ol>
  )
}

type JoinProps = { join: Evidence; browsers: IdentityChain['browsers']; onUndo: (() => void) | undefined }

function Join({ join, browsers, onUndo }: JoinProps) {
  const { said, key } = reasonOf(join)
  const Icon = join.undoneAt ? Split : join.kind === 'user' ? KeyRound : Fingerprint
  const other = browsers.some(browser => browser.visitorId === join.from) ? join.into : join.from
  return (
    <li className="relative flex gap-3 text-sm">
      <span
        aria-hidden
        className="z-10 flex size-5 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface"
      >
        <Icon className="size-3 text-ink-soft" />
      </span>
      <span className="min-w-0 flex-1">
        <span className={join.undoneAt ? 'text-ink-faint line-through' : undefined}>
          {browserLabel(browsers, join.from)} joined {browserLabel(browsers, join.into)}: {said}{' '}
          <bdi className="font-medium">{key}</bdi>, <Day at={join.at} />.
        </span>{' '}
        {join.undoneAt && (
          <span className="text-ink-soft">
            Taken back{join.undoneBy ? ` by ${plainText(join.undoneBy)}` : ''} <Day at={join.undoneAt} />.{' '}
            <Link to="/people/$id" params={{ id: other }} className="underline hover:text-ink">
              The other person
            </Link>
          </span>
        )}
      </span>
      {!join.undoneAt && onUndo && (
        <Button size="small" look="quiet" icon={<Undo2 aria-hidden className="size-3.5" />} onClick={onUndo}>
          Undo
        </Button>
      )}
    </li>
  )
}

function Day({ at }: { at: string }) {
  const timezone = useTimezone()
  const now = useNow(60_000)
  const day = dayName(at, now, timezone)
  return (
    <time dateTime={at} title={exactTime(at, timezone)}>
      {/^(Today|Yesterday)$/.test(day) ? day.toLowerCase() : `on ${day}`}
    </time>
  )
}

type DialogProps = { id: string; chain: IdentityChain; evidence: Evidence | null; onClose: () => void }

function UndoDialog({ id, chain, evidence, onClose }: DialogProps) {
  const undo = useMutation({
    mutationFn: (join: Evidence) => api.post<UnmergeAnswer>(`/api/people/${id}/unmerge`, { joinId: join.id }),
    onSuccess: async ({ people }) => {
      onClose()
      toast(`Parted: ${people.map(nameOf).join(' and ')} are two people now.`)
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['person'] }),
        queryClient.invalidateQueries({ queryKey: ['people'] })
      ])
    }
  })
  if (!evidence) return null
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Take this join back?"
      description={`${browserLabel(chain.browsers, evidence.from)} will no longer be the same person as ${browserLabel(chain.browsers, evidence.into)}.`}
      actions={
        <>
          <Button onClick={onClose}>Keep them joined</Button>
          <Button look="primary" isBusy={undo.isPending} onClick={() => undo.mutate(evidence)}>
            {undo.isPending ? 'Parting…' : 'Part them'}
          </Button>
        </>
      }
    >
      <FormFault text={undo.error ? faultText(undo.error) : undefined} />
      <ul className="flex list-disc flex-col gap-1.5 pl-5 text-sm">
        {consequencesOf(evidence, chain.browsers).map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Dialog>
  )
}
