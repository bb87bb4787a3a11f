import { conversationLimits } from '@foyer/protocol/plain'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Pencil, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { api } from '../../api.ts'
import { labelsQuery } from '../../conversation/conversation-data.ts'
import { queryClient } from '../../query-client.ts'
import { useCan } from '../../session.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { Failure, FormFault, fieldFault, formFault, Loading, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { counted } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'

type LabelCount = { label: string; conversations: number }
type Asked = { kind: 'rename' | 'remove'; of: LabelCount }

/** Labels come into being where they are put on; here they are put right for all conversations at once. */
export function InboxLabels() {
  const mayWrite = useCan('workspace:write')
  const labels = useQuery(labelsQuery)
  const [asked, setAsked] = useState<Asked | null>(null)
  return (
    <Section title="Labels" hint="Made where they are put on a conversation: press l in the inbox.">
      {labels.isPending ? (
        <Loading what="labels" className="flex flex-col gap-2">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </Loading>
      ) : labels.isError && !labels.data ? (
        <Failure isCompact fault={labels.error} what="The labels" onRetry={() => void labels.refetch()} />
      ) : labels.data.items.length === 0 ? (
        <p className="text-sm text-ink-soft">
          None yet. Label conversations by what they are about, and find all of a kind again.
        </p>
      ) : (
        <ul className="flex flex-col">
          {labels.data.items.map(item => (
            <li key={item.label} className="flex items-center gap-3 border-b border-line py-1.5 last:border-0">
              <Link
                to="/inbox"
                search={{ label: item.label, status: 'any' }}
                className="min-w-0 truncate text-sm font-medium hover:underline"
              >
                <bdi>{plainText(item.label)}</bdi>
              </Link>
              <span className="ml-auto shrink-0 text-xs text-ink-faint tabular-nums">
                {counted(item.conversations, 'conversation')}
              </span>
              {mayWrite && (
                <span className="flex shrink-0">
                  <IconButton
                    isSmall
                    label={`Rename ${item.label}`}
                    onClick={() => setAsked({ kind: 'rename', of: item })}
                  >
                    <Pencil aria-hidden className="size-3.5" />
                  </IconButton>
                  <IconButton
                    isSmall
                    label={`Remove ${item.label}`}
                    onClick={() => setAsked({ kind: 'remove', of: item })}
                  >
                    <Trash2 aria-hidden className="size-3.5" />
                  </IconButton>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {asked && <LabelDialog key={asked.of.label} asked={asked} onClose={() => setAsked(null)} />}
    </Section>
  )
}

function LabelDialog({ asked: { kind, of }, onClose }: { asked: Asked; onClose: () => void }) {
  const [to, setTo] = useState(of.label)
  const isRename = kind === 'rename'
  const saving = useMutation({
    mutationFn: () =>
      api.patch<{ changed: number }>('/api/conversations/labels', { label: of.label, to: isRename ? to.trim() : null }),
    async onSuccess({ changed }) {
      onClose()
      toast(`${isRename ? 'Renamed' : 'Removed'} on ${counted(changed, 'conversation')}`)
      await queryClient.invalidateQueries({ queryKey: ['inbox'] })
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!saving.isPending) saving.mutate()
  }
  const formId = 'label-form'
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={isRename ? `Rename “${plainText(of.label)}”` : `Remove “${plainText(of.label)}”?`}
      description={
        isRename
          ? `On ${counted(of.conversations, 'conversation')}. Where the new name is there already, the two become one.`
          : `It is taken off ${counted(of.conversations, 'conversation')}, and cannot be put back in one go. The conversations stay.`
      }
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button type="submit" form={formId} look={isRename ? 'primary' : 'danger'} isBusy={saving.isPending}>
            {isRename ? 'Rename' : 'Remove'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <FormFault text={formFault(saving.error, ['to'])} />
        {isRename && (
          <Field label="New name" error={fieldFault(saving.error, 'to')}>
            {state => (
              <Input
                {...state}
                required
                maxLength={conversationLimits.labelChars}
                value={to}
                onChange={event => setTo(event.target.value)}
              />
            )}
          </Field>
        )}
      </form>
    </Dialog>
  )
}
