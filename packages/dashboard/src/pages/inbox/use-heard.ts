import type { Conversation, LiveFrame, Message } from '@foyer/protocol'
import { useEffect, useRef, useState } from 'react'
import { outbox } from '../../conversation/sending.ts'
import { typingLastsMs } from '../../conversation/typing.ts'
import { useFrames, useWish } from '../../live/use-line.ts'
import { queryClient } from '../../query-client.ts'
import { useAtMostEvery } from '../../shell/use-at-most-every.ts'
import { serverNow } from '../../time/clock.ts'
import { countsQuery, teamQuery } from './inbox-data.ts'
import { type Heard, hear, nothingHeard } from './inbox-list.ts'

const countAgainMs = 2_000

type Options = {
  onConversation: (before: Conversation | undefined, now: Conversation) => void
  onMessage: (message: Message) => void
}

/** Every conversation of the workspace as it changes, and the numbers beside the queues kept true. */
export function useHeard({ onConversation, onMessage }: Options) {
  const [heard, setHeard] = useState<Heard>(nothingHeard)
  const [writing, setWriting] = useState<ReadonlyMap<string, number>>(new Map())
  const wasReady = useRef(false)
  const countAgain = useAtMostEvery(
    countAgainMs,
    () => void queryClient.invalidateQueries({ queryKey: countsQuery.queryKey })
  )

  function learn(conversation: Conversation): void {
    setHeard(current => hear(current, conversation, Date.now()))
    countAgain()
  }

  function onFrame(frame: LiveFrame): void {
    if (frame.type === 'ready') {
      // Changes made while the line was down were told to nobody here.
      if (wasReady.current) void queryClient.invalidateQueries({ queryKey: ['inbox'] })
      wasReady.current = true
      outbox.againAll()
    } else if (frame.type === 'presence') {
      // An answer that was asked for before this frame is older than it.
      void queryClient.cancelQueries({ queryKey: teamQuery.queryKey })
      queryClient.setQueryData(teamQuery.queryKey, frame.items)
    } else if (frame.type === 'messages') for (const message of frame.items) onMessage(message)
    else if (frame.type === 'typing' && frame.by.kind === 'visitor')
      setWriting(current => written(current, frame.conversationId, frame.isTyping))
    else if (frame.type === 'conversation' && 'labels' in frame.conversation) {
      onConversation(heard.get(frame.conversation.id)?.conversation, frame.conversation)
      if (frame.conversation.snippetBy === 'visitor')
        setWriting(current => written(current, frame.conversation.id, false))
      learn(frame.conversation)
    }
  }
  useFrames(onFrame)
  useWish('inbox', () => ({ type: 'inbox', on: true }), { type: 'inbox', on: false })

  useEffect(() => {
    if (writing.size === 0) return
    const timer = setInterval(() => setWriting(stillWriting), 1_000)
    return () => clearInterval(timer)
  }, [writing.size])

  return { heard, learn, writing }
}

function written(writing: ReadonlyMap<string, number>, id: string, isTyping: boolean): ReadonlyMap<string, number> {
  if (!isTyping && !writing.has(id)) return writing
  const next = new Map(writing)
  next.delete(id)
  if (isTyping) next.set(id, serverNow() + typingLastsMs)
  return next
}

function stillWriting(writing: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const now = serverNow()
  return [...writing.values()].some(until => until <= now)
    ? new Map([...writing].filter(([, until]) => until > now))
    : writing
}
