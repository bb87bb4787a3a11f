import type { Message } from '@foyer/protocol'
import { type Outgoing, type OutgoingStep, stepOutgoing } from './thread.ts'

type Parts = {
  send(conversation: string, message: Outgoing): Promise<Message>
  /** What to tell the writer, and whether it is worth trying again by itself when the connection is back. */
  explain(fault: unknown): { text: string; isUnreachable: boolean }
  stored(message: Message): void
}

const nothing: readonly Outgoing[] = []

/** What was sent and is not stored yet, by conversation. It outlives the pane: going to the next conversation loses nothing. */
export function openOutbox(parts: Parts) {
  const waiting = new Map<string, readonly Outgoing[]>()
  const unreachable = new Set<string>()
  const listeners = new Set<() => void>()

  function step(conversation: string, change: OutgoingStep): void {
    const next = stepOutgoing(waiting.get(conversation) ?? nothing, change)
    if (next.length === 0) waiting.delete(conversation)
    else waiting.set(conversation, next)
    for (const tell of [...listeners]) tell()
  }

  async function attempt(conversation: string, message: Outgoing): Promise<void> {
    unreachable.delete(message.clientId)
    try {
      const stored = await parts.send(conversation, message)
      parts.stored(stored)
      step(conversation, { step: 'drop', clientId: message.clientId })
    } catch (fault) {
      const { text, isUnreachable } = parts.explain(fault)
      if (isUnreachable) unreachable.add(message.clientId)
      step(conversation, { step: 'fail', clientId: message.clientId, fault: text })
    }
  }

  const find = (conversation: string, clientId: string) =>
    waiting.get(conversation)?.find(item => item.clientId === clientId)

  function again(conversation: string, clientId: string): void {
    const message = find(conversation, clientId)
    if (message?.state !== 'failed') return
    step(conversation, { step: 'again', clientId })
    void attempt(conversation, message)
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    of: (conversation: string): readonly Outgoing[] => waiting.get(conversation) ?? nothing,
    isEmpty: () => waiting.size === 0,
    send(conversation: string, message: Omit<Outgoing, 'state' | 'fault'>): void {
      step(conversation, { step: 'send', message })
      void attempt(conversation, { ...message, state: 'sending' })
    },
    again,
    /** The connection is back: what could not be reached is sent again, in the order it was written. */
    againAll(): void {
      for (const [conversation, messages] of [...waiting])
        for (const { clientId } of messages) if (unreachable.has(clientId)) again(conversation, clientId)
    },
    discard(conversation: string, clientId: string): Outgoing | undefined {
      const message = find(conversation, clientId)
      step(conversation, { step: 'drop', clientId })
      return message
    }
  }
}
