import type { Conversation, ConversationPanel, LiveFrame, Message } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useState, useSyncExternalStore } from 'react'
import { useAnswering } from '../answering/use-answering.ts'
import { useFrames, useWish } from '../live/use-line.ts'
import { serverNow } from '../time/clock.ts'
import { messagesAfter, olderMessages, panelQuery } from './conversation-data.ts'
import { onStored, outbox } from './sending.ts'
import { hasGap, knownUpTo, mergeMessages, unstored } from './thread.ts'
import { hearTyping, stillTyping, stopTyping, type Typist } from './typing.ts'

const olderPage = 100
type Older = { messages: Message[]; cursor?: string; state: 'idle' | 'loading' | 'all' | 'failed' }

/** One conversation: what was loaded, what is told live, what was missed in between, and what is being sent. */
export function useThread(id: string, told: { conversation: Conversation; at: number } | undefined) {
  const panel = useQuery(panelQuery(id))
  const [heard, setHeard] = useState<Message[]>([])
  const [older, setOlder] = useState<Older>({ messages: [], state: 'idle' })
  const [typists, setTypists] = useState<readonly Typist[]>([])
  const loaded = panel.data
  const messages = useMemo(
    () => (loaded ? mergeMessages(older.messages, loaded.messages, heard) : []),
    [older.messages, loaded, heard]
  )
  const waiting = useSyncExternalStore(outbox.subscribe, () => outbox.of(id))
  const learn = (items: readonly Message[]) => {
    setHeard(current => mergeMessages(current, items))
    setTypists(current => items.reduce<readonly Typist[]>((left, { author }) => stopTyping(left, author), current))
  }

  const { answering, hear } = useAnswering(id, messages)
  useFrames((frame: LiveFrame) => {
    hear(frame)
    if (frame.type === 'messages' && frame.conversationId === id) {
      learn(frame.items)
      // An address left, a block, a merge: what stands beside the messages has changed too.
      if (frame.items.some(item => item.kind === 'activity')) void panel.refetch()
    }
    if (frame.type === 'typing' && frame.conversationId === id)
      setTypists(current => hearTyping(current, frame, serverNow()))
  })
  const onSent = useEffectEvent((message: Message) => {
    if (message.conversationId === id) learn([message])
  })
  useEffect(() => onStored(message => onSent(message)), [])
  useWish(loaded ? `follow ${id}` : null, () => ({ type: 'follow', conversationId: id, after: knownUpTo(messages) }), {
    type: 'unfollow',
    conversationId: id
  })

  const fillGap = useEffectEvent(async () => learn(await messagesAfter(id, knownUpTo(messages))))
  const isTorn = hasGap(messages)
  useEffect(() => {
    // A failure is mended by the next frame or the next look: the gap is still there then.
    if (isTorn) fillGap().catch(() => undefined)
  }, [isTorn])

  useEffect(() => {
    if (typists.length === 0) return
    const timer = setInterval(() => setTypists(current => stillTyping(current, serverNow())), 1_000)
    return () => clearInterval(timer)
  }, [typists.length])

  const isBeginning = (messages[0]?.seq ?? 1) <= 1
  async function loadOlder(): Promise<void> {
    if (older.state === 'loading' || older.state === 'all' || isBeginning) return
    setOlder(current => ({ ...current, state: 'loading' }))
    try {
      // The first page overlaps what the panel brought; after it the cursor goes on.
      const page = await olderMessages(id, older.cursor, older.cursor === undefined ? 2 * olderPage : olderPage)
      setOlder(current => ({
        messages: mergeMessages(current.messages, page.items),
        cursor: page.nextCursor,
        state: page.nextCursor === undefined ? 'all' : 'idle'
      }))
    } catch {
      setOlder(current => ({ ...current, state: 'failed' }))
    }
  }

  const conversation = useMemo(
    () => (loaded ? withTold(loaded, told, panel.dataUpdatedAt) : undefined),
    [loaded, told, panel.dataUpdatedAt]
  )
  return {
    panel,
    conversation,
    messages,
    outgoing: useMemo(() => unstored(waiting, messages), [waiting, messages]),
    typists,
    answering,
    older: { has: !isBeginning && older.state !== 'all', state: older.state, load: () => void loadOlder() }
  }
}

/** The panel with what the live connection has said of the conversation since; who the visitor is, is the panel's to say. */
function withTold(
  panel: ConversationPanel,
  told: { conversation: Conversation; at: number } | undefined,
  loadedAt: number
): ConversationPanel {
  if (!told || told.conversation.id !== panel.id) return panel
  const isNewer =
    told.conversation.lastSeq > panel.lastSeq || (told.conversation.lastSeq === panel.lastSeq && told.at >= loadedAt)
  if (!isNewer) return panel
  const { visitor, ...rest } = told.conversation
  // What a change has ended (the assignee, the snooze, the wait) is absent, and must not shine through from before.
  const { assignee, snoozedUntil, waitingSince, resolvedAt, rating, mergedInto, ...kept } = panel
  return {
    ...kept,
    ...rest,
    ...(panel.visitor && visitor ? { visitor: { ...panel.visitor, online: visitor.online } } : {})
  }
}
