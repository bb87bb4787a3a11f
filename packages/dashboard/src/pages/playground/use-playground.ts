import type { ConversationStarted, Message } from '@foyer/protocol'
import { useState } from 'react'
import { api } from '../../api.ts'
import { newClientId } from '../../conversation/sending.ts'
import { faultText } from '../../ui/states.tsx'

/** `messageId`: it is stored, and told among the messages in a moment. */
export type Asked = { clientId: string; text: string; messageId?: string; fault?: string }

/** Asking as a visitor would. The first question begins the conversation; `onBegun` keeps it in the address. */
export function usePlayground(agentId: string, id: string | undefined, onBegun: (id: string) => void) {
  const [asked, setAsked] = useState<readonly Asked[]>([])

  async function post({ clientId, text }: Asked): Promise<string | undefined> {
    if (id !== undefined) {
      const said = await api.post<Message>(`/api/conversations/${id}/messages`, { text, clientId, as: 'visitor' })
      return said.id
    }
    const { conversationId, message } = await api.post<ConversationStarted>('/api/conversations', {
      agentId,
      source: 'playground',
      as: 'visitor',
      message: { text, clientId },
      clientId
    })
    onBegun(conversationId)
    return message?.id
  }

  async function send(question: Asked): Promise<void> {
    setAsked(current => [...current.filter(({ clientId }) => clientId !== question.clientId), question])
    const become = (next: Partial<Asked>) =>
      setAsked(current => current.map(one => (one.clientId === question.clientId ? { ...one, ...next } : one)))
    try {
      become({ messageId: await post(question) })
    } catch (fault) {
      become({ fault: faultText(fault) })
    }
  }

  return {
    /** What was asked here; those that are among the messages already are shown there. */
    asked,
    ask: (text: string) => send({ clientId: newClientId(), text }),
    again: ({ fault, ...question }: Asked) => send(question),
    forget: () => setAsked([])
  }
}
