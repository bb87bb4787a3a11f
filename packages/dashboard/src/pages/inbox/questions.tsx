import type { Conversation } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { counted } from '../../words/numbers.ts'
import { AssignPicker } from './assign-picker.tsx'
import { CannedDialog } from './canned-dialog.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { LabelPicker } from './label-picker.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { whoOf } from './notices.ts'
import { SnoozePicker } from './snooze-picker.tsx'
import { TransferDialog } from './transfer-dialog.tsx'
import type { useActions } from './use-actions.ts'

/** What is asked before something is done, and about which conversations. */
export type Question = {
  what: 'assign' | 'snooze' | 'label' | 'transfer' | 'merge' | 'block' | 'canned' | 'keys'
  ids: readonly string[]
}

type Props = {
  question: Question
  conversations: readonly Conversation[]
  me: string
  actions: ReturnType<typeof useActions>
  onClose: () => void
  /** They are out of the way: on to the next. */
  onDone: (ids: readonly string[]) => void
  onLearn: (conversation: Conversation) => void
  onMerged: (into: Conversation) => void
}

export function Questions({ question, conversations, me, actions, onClose, onDone, onLearn, onMerged }: Props) {
  const { what, ids } = question
  const [first] = conversations
  const about = conversations.length === 1 && first ? whoOf(first) : counted(ids.length, 'conversation')
  const assignee = (conversation: Conversation) => conversation.assignee?.id ?? ''
  const common =
    first && conversations.every(other => assignee(other) === assignee(first)) ? assignee(first) : undefined
  switch (what) {
    case 'keys':
      return <KeysDialog onClose={onClose} />
    case 'canned':
      return <CannedDialog onClose={onClose} />
    case 'assign':
      return (
        <AssignPicker
          title={`Assign ${about}`}
          me={me}
          current={common}
          onPick={to => void actions.change(ids, { assigneeId: to }, to === null ? 'Given back to nobody' : 'Assigned')}
          onClose={onClose}
        />
      )
    case 'snooze':
      return (
        <SnoozePicker
          title={`Snooze ${about}`}
          onPick={until => {
            const change = { status: 'snoozed', snoozedUntil: new Date(until).toISOString() } as const
            void actions.change(ids, change, 'Snoozed').then(isDone => isDone && onDone(ids))
          }}
          onClose={onClose}
        />
      )
    case 'label':
      return (
        <LabelPicker
          title={`Label ${about}`}
          conversations={conversations}
          onToggle={(label, isOn) =>
            void actions.change(
              ids,
              isOn ? { addLabels: [label] } : { removeLabels: [label] },
              isOn ? `Labelled “${label}”` : `Label “${label}” taken away`
            )
          }
          onClose={onClose}
        />
      )
  }
  if (!first) return null
  if (what === 'transfer') return <TransferDialog conversation={first} me={me} onDone={onLearn} onClose={onClose} />
  if (what === 'merge') return <MergeDialog id={first.id} onDone={onMerged} onClose={onClose} />
  return <BlockDialog conversation={first} actions={actions} onClose={onClose} />
}

function BlockDialog({
  conversation,
  actions,
  onClose
}: Pick<Props, 'actions' | 'onClose'> & { conversation: Conversation }) {
  const block = useMutation({
    mutationFn: () => actions.change([conversation.id], { blocked: true }, 'Blocked'),
    onSuccess: onClose
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Block ${whoOf(conversation)}?`}
      description="What they write no longer arrives, on all their devices. What was said stays. You can let them write again at any time."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" isBusy={block.isPending} onClick={() => block.mutate()}>
            Block this person
          </Button>
        </>
      }
    />
  )
}
