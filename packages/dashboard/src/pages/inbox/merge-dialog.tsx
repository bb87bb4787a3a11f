import type { Conversation, ConversationPanel } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { panelQuery } from '../../conversation/conversation-data.ts'
import { snippetText } from '../../conversation/snippet.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Failure, FormFault, faultText, Loading, Skeleton } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { toast } from '../../ui/toasts.tsx'
import { counted } from '../../words/numbers.ts'
import { mergeConversation } from './inbox-data.ts'
import { whoOf } from './notices.ts'
import { sourceName } from './source-words.ts'

type Props = { id: string; onDone: (into: Conversation) => void; onClose: () => void }

/** Only conversations of the same visitor are offered: of two people's, one would read what the other wrote. */
export function MergeDialog({ id, onDone, onClose }: Props) {
  const panel = useQuery(panelQuery(id))
  const [into, setInto] = useState('')
  const merge = useMutation({
    mutationFn: () => mergeConversation(id, into),
    onSuccess(conversation) {
      toast('Merged into one conversation')
      onDone(conversation)
      onClose()
    }
  })
  const others = panel.data?.previous ?? []
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Merge into another conversation"
      description="The messages of this one are put behind those of the other, and this one’s address leads there. It cannot be taken apart again."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={into === ''} isBusy={merge.isPending} onClick={() => merge.mutate()}>
            Merge
          </Button>
        </>
      }
    >
      {panel.isPending ? (
        <Loading what="their other conversations" className="flex flex-col gap-2">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </Loading>
      ) : panel.isError ? (
        <Failure isCompact fault={panel.error} what="Their other conversations" onRetry={() => void panel.refetch()} />
      ) : others.length === 0 ? (
        <p className="text-sm text-ink-soft">{whoseOnly(panel.data)}</p>
      ) : (
        <fieldset className="flex flex-col gap-1">
          <legend className="sr-only">Merge into</legend>
          {others.map(other => (
            <label key={other.id} className="flex items-start gap-2.5 rounded-sm px-2 py-2 text-sm hover:bg-hover">
              <input
                type="radio"
                name="into"
                checked={into === other.id}
                onChange={() => setInto(other.id)}
                className="mt-1 accent-accent"
              />
              <span className="min-w-0 flex-1">
                <bdi className="line-clamp-2">{snippetText(other) ?? 'No words yet'}</bdi>
                <span className="text-xs text-ink-faint">
                  {sourceName(other.source)} · {other.status} · {counted(other.lastSeq, 'entry', 'entries')} ·{' '}
                  <Ago at={other.lastAt} />
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <FormFault text={merge.error ? faultText(merge.error) : undefined} />
    </Dialog>
  )
}

const whoseOnly = (panel: ConversationPanel) =>
  `This is the only conversation with ${whoOf(panel)}, so there is nothing to merge it with.`
