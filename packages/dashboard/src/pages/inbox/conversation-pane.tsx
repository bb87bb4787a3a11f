import type { Conversation, ConversationPanel, MemberPresence } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { MessageSquareOff } from 'lucide-react'
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react'
import { ApiError } from '../../api.ts'
import { responderName } from '../../conversation/answered-by.ts'
import { outbox } from '../../conversation/sending.ts'
import { collisionText, thinkingName, visitorIsTyping } from '../../conversation/typing.ts'
import { useThread } from '../../conversation/use-thread.ts'
import { line } from '../../live/use-line.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { plainText } from '../../words/people.ts'
import { AnsweringBar } from './answering-bar.tsx'
import { Composer, type ComposerHandle } from './composer.tsx'
import { ConversationHeader, type Deed } from './conversation-header.tsx'
import { markRead, teamQuery } from './inbox-data.ts'
import { ThreadView } from './thread-view.tsx'

export type PaneHandle = { write: ComposerHandle['write'] }

type Props = {
  id: string
  told: { conversation: Conversation; at: number } | undefined
  me: string
  mayWrite: boolean
  isVisitorShown: boolean
  onDeed: (deed: Deed, conversation: ConversationPanel) => void
  onBack: () => void
  onVisitor: () => void
  onMoved: (id: string) => void
  onManageCanned: () => void
  onShown: (conversation: ConversationPanel) => void
  ref: Ref<PaneHandle>
}

/** A glance in passing is no reading. */
const readAfterMs = 600
const nobody: MemberPresence[] = []

export function ConversationPane(props: Props) {
  const { id, told, onMoved, onBack } = props
  const thread = useThread(id, told)
  const { panel, conversation } = thread
  const leadsTo = panel.data?.id ?? id
  const moved = useEffectEvent(() => onMoved(leadsTo))
  // One that was merged leads to what it was merged into.
  useEffect(() => {
    if (leadsTo !== id) moved()
  }, [leadsTo, id])
  const mergedInto = told?.conversation.mergedInto
  const followMerge = useEffectEvent((into: string) => onMoved(into))
  useEffect(() => {
    if (mergedInto !== undefined) followMerge(mergedInto)
  }, [mergedInto])

  if (!conversation) {
    if (panel.isPending) return <PaneSkeleton />
    return panel.error instanceof ApiError && panel.error.status === 404 ? (
      <Empty
        icon={<MessageSquareOff aria-hidden className="size-5" />}
        title="There is no such conversation"
        actions={
          <Button look="primary" onClick={onBack}>
            Back to the list
          </Button>
        }
      >
        It may have been erased with its visitor, or the address was cut off while copying.
      </Empty>
    ) : (
      <Failure fault={panel.error} what="This conversation" onRetry={() => void panel.refetch()} />
    )
  }
  return <Shown {...props} conversation={conversation} thread={thread} />
}

type ShownProps = Props & { conversation: ConversationPanel; thread: ReturnType<typeof useThread> }

function Shown({ conversation, thread, ref, ...props }: ShownProps) {
  const { id, me, mayWrite, onShown } = props
  const { messages, outgoing, typists, answering, older } = thread
  const responder = responderName(messages)
  const { data: team = nobody } = useQuery(teamQuery)
  const composer = useRef<ComposerHandle>(null)
  const log = useRef<HTMLDivElement>(null)
  const names = team.map(member => plainText(member.name))
  useImperativeHandle(ref, () => ({ write: (kind, options) => composer.current?.write(kind, options) }))
  const shown = useEffectEvent(() => onShown(conversation))
  // biome-ignore lint/correctness/useExhaustiveDependencies: told again with every change
  useEffect(() => shown(), [conversation])

  const readTimer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const toldRead = useRef(0)
  const read = useEffectEvent((seq: number) => {
    // Though a colleague has read it already: who has seen it is not mailed that it waits.
    if (!mayWrite || seq <= toldRead.current) return
    toldRead.current = seq
    if (!line().say({ type: 'mark', conversationId: id, read: seq }))
      // Not told now: the next look tells it.
      markRead(id, seq).catch(() => {
        toldRead.current = 0
      })
  })
  const seen = (seq: number) => {
    clearTimeout(readTimer.current)
    readTimer.current = setTimeout(() => read(seq), readAfterMs)
  }
  useEffect(() => () => clearTimeout(readTimer.current), [])

  return (
    <div ref={log} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <ConversationHeader
        conversation={conversation}
        responder={responder}
        me={me}
        mayWrite={mayWrite}
        isVisitorShown={props.isVisitorShown}
        onDeed={deed => props.onDeed(deed, conversation)}
        onBack={props.onBack}
        onVisitor={props.onVisitor}
      />
      <ThreadView
        conversation={conversation}
        messages={messages}
        outgoing={outgoing}
        me={me}
        names={names}
        isVisitorTyping={visitorIsTyping(typists)}
        answering={answering}
        thinking={thinkingName(typists)}
        older={older}
        onSeen={seen}
        onAgain={clientId => outbox.again(id, clientId)}
        onTakeBack={clientId => {
          const message = outbox.discard(id, clientId)
          if (message) composer.current?.takeBack(message)
        }}
      />
      {mayWrite && (
        <AnsweringBar
          conversation={conversation}
          name={responder}
          onSwitch={() => props.onDeed('hand over', conversation)}
        />
      )}
      {mayWrite ? (
        <Composer
          ref={composer}
          conversation={conversation}
          me={me}
          team={team}
          collision={collisionText(typists, me)}
          onManageCanned={props.onManageCanned}
          onLeave={() => log.current?.querySelector<HTMLElement>('[role="log"]')?.focus()}
        />
      ) : (
        <p className="shrink-0 border-t border-line px-4 py-3 text-center text-sm text-ink-soft">
          Your role may read conversations and not answer them. An owner or admin can change that.
        </p>
      )}
    </div>
  )
}

function PaneSkeleton() {
  return (
    <Loading what="the conversation" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-13 shrink-0 items-center gap-3 border-b border-line px-4">
        <Skeleton className="size-7 rounded-full" />
        <Skeleton className="h-4 w-40" />
        <Skeleton className="ml-auto h-8 w-24" />
      </div>
      <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col justify-end gap-4 p-5">
        <Skeleton className="h-9 w-1/2 rounded-md" />
        <Skeleton className="h-9 w-2/5 rounded-md" />
        <Skeleton className="h-14 w-3/5 self-end rounded-md" />
        <Skeleton className="h-9 w-1/3 rounded-md" />
      </div>
      <div className="p-4">
        <Skeleton className="h-28 rounded-md" />
      </div>
    </Loading>
  )
}
