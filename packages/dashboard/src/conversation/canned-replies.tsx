import type { CannedReply } from '@foyer/protocol'
import { conversationLimits } from '@foyer/protocol/plain'
import { useMutation, useQuery } from '@tanstack/react-query'
import { MessageSquareQuote, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { queryClient } from '../query-client.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field, Input, Textarea } from '../ui/field.tsx'
import { Empty, Failure, FormFault, faultText, fieldFault, formFault, Loading, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import { plainText } from '../words/people.ts'
import { cannedQuery, deleteCanned, writeCanned } from './conversation-data.ts'

const refresh = () => queryClient.invalidateQueries(cannedQuery)

type ListProps = { onEdit: (reply: CannedReply) => void; isReadOnly?: boolean; isCompact?: boolean }

const whatFor =
  'Write an answer once, give it a shortcut such as “refund”, and everybody can send it by typing /refund.'

/** The team's canned replies, in the inbox and in the settings. */
export function CannedReplies({ onEdit, isReadOnly, isCompact }: ListProps) {
  const replies = useQuery(cannedQuery)
  if (replies.isPending)
    return (
      <Loading what="canned replies" className="flex flex-col gap-2">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </Loading>
    )
  if (replies.isError)
    return <Failure isCompact fault={replies.error} what="Canned replies" onRetry={() => void replies.refetch()} />
  if (replies.data.length === 0)
    return isCompact ? (
      <p className="text-sm text-ink-soft">{whatFor}</p>
    ) : (
      <Empty icon={<MessageSquareQuote aria-hidden className="size-5" />} title="Nothing to reach for yet">
        {whatFor}
      </Empty>
    )
  return (
    <ul className="flex flex-col">
      {replies.data.map(reply => (
        <CannedLine key={reply.id} reply={reply} isReadOnly={isReadOnly ?? false} onEdit={() => onEdit(reply)} />
      ))}
    </ul>
  )
}

function CannedLine({ reply, isReadOnly, onEdit }: { reply: CannedReply; isReadOnly: boolean; onEdit: () => void }) {
  const [isAsked, setAsked] = useState(false)
  const remove = useMutation({
    mutationFn: () => deleteCanned(reply.id),
    onSuccess: () => void refresh(),
    onError: fault => toast(faultText(fault))
  })
  return (
    <li className="flex items-start gap-3 border-b border-line py-2.5 last:border-0">
      <span className="flex min-w-0 flex-1 flex-col gap-x-3 text-sm sm:flex-row">
        <span className="truncate font-medium sm:w-32 sm:shrink-0">/{plainText(reply.shortcut)}</span>
        <bdi className="line-clamp-2 min-w-0 flex-1 text-ink-soft">{plainText(reply.text)}</bdi>
      </span>
      {isReadOnly ? null : isAsked ? (
        <span className="flex shrink-0 gap-2">
          <Button size="small" onClick={() => setAsked(false)}>
            Keep
          </Button>
          <Button size="small" look="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
            Delete
          </Button>
        </span>
      ) : (
        <span className="flex shrink-0">
          <IconButton isSmall label={`Change /${reply.shortcut}`} onClick={onEdit}>
            <Pencil aria-hidden className="size-3.5" />
          </IconButton>
          <IconButton isSmall label={`Delete /${reply.shortcut}`} onClick={() => setAsked(true)}>
            <Trash2 aria-hidden className="size-3.5" />
          </IconButton>
        </span>
      )}
    </li>
  )
}

type FormProps = { reply: CannedReply | undefined; onDone: () => void; onClose: () => void }

export function CannedForm({ reply, onDone, onClose }: FormProps) {
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const save = useMutation({
    mutationFn: () => writeCanned(reply?.id, { shortcut: shortcut.replace(/^\//, '').trim(), text }),
    onSuccess() {
      void refresh()
      onDone()
    }
  })
  const isShortcut = /^\/?[\p{L}\p{N}_-]{1,50}$/u.test(shortcut.trim())
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={reply ? `Change /${reply.shortcut}` : 'New canned reply'}
      actions={
        <>
          <Button onClick={onDone}>Back</Button>
          <Button
            look="primary"
            disabled={!isShortcut || text.trim() === ''}
            isBusy={save.isPending}
            onClick={() => save.mutate()}
          >
            Save
          </Button>
        </>
      }
    >
      <Field
        label="Shortcut"
        hint="One word: letters, digits, - and _."
        error={
          fieldFault(save.error, 'shortcut') ??
          (shortcut !== '' && !isShortcut ? 'A shortcut is one word of letters, digits, - and _.' : undefined)
        }
      >
        {state => (
          <Input {...state} value={shortcut} maxLength={51} onChange={event => setShortcut(event.target.value)} />
        )}
      </Field>
      <Field label="What it says" error={fieldFault(save.error, 'text')}>
        {state => (
          <Textarea
            {...state}
            rows={6}
            maxLength={conversationLimits.textChars}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
      <FormFault text={formFault(save.error, ['shortcut', 'text'])} />
    </Dialog>
  )
}
