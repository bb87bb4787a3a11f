import type { Conversation } from '@foyer/protocol'
import { conversationLimits } from '@foyer/protocol/plain'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select, Textarea } from '../../ui/field.tsx'
import { FormFault, faultText } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { plainText } from '../../words/people.ts'
import { teamQuery, transferConversation } from './inbox-data.ts'
import { whoOf } from './notices.ts'
import { presenceWords } from './presence-words.tsx'

type Props = {
  conversation: Conversation
  me: string
  onDone: (conversation: Conversation) => void
  onClose: () => void
}

export function TransferDialog({ conversation, me, onDone, onClose }: Props) {
  const { data: team } = useQuery(teamQuery)
  const [to, setTo] = useState('')
  const [note, setNote] = useState('')
  const colleagues = (team ?? []).filter(({ id }) => id !== me && id !== conversation.assignee?.id)
  const transfer = useMutation({
    mutationFn: () => transferConversation(conversation.id, to, note),
    onSuccess(changed) {
      toast(`Handed over to ${changed.assignee ? plainText(changed.assignee.name) : 'your colleague'}`)
      onDone(changed)
      onClose()
    }
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Hand over ${whoOf(conversation)}`}
      description="Your colleague gets the conversation, and your word with it as a note that only the team reads."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={to === ''} isBusy={transfer.isPending} onClick={() => transfer.mutate()}>
            Hand over
          </Button>
        </>
      }
    >
      {team && colleagues.length === 0 ? (
        <p className="text-sm text-ink-soft">
          There is nobody else to hand it to. Invite colleagues in Settings, under Members.
        </p>
      ) : (
        <>
          <Field label="To">
            {state => (
              <Select {...state} value={to} onChange={event => setTo(event.target.value)}>
                <option value="" disabled>
                  Choose a colleague
                </option>
                {colleagues.map(member => (
                  <option key={member.id} value={member.id}>
                    {plainText(member.name)} ({presenceWords[member.status]}, {member.openConversations} open)
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="What they should know" hint="May be left empty.">
            {state => (
              <Textarea
                {...state}
                rows={3}
                maxLength={conversationLimits.textChars}
                value={note}
                onChange={event => setNote(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
      <FormFault text={transfer.error ? faultText(transfer.error) : undefined} />
    </Dialog>
  )
}
