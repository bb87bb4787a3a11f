import type { Message } from '@foyer/protocol'
import { ApiError } from '../api.ts'
import { faultText } from '../ui/states.tsx'
import { sendMessage } from './conversation-data.ts'
import { openOutbox } from './outbox.ts'

const listeners = new Set<(message: Message) => void>()

export function onStored(listener: (message: Message) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** No answer, or that of a proxy in front of a server that is starting again. */
const unreachable = new Set([0, 502, 503, 504])

export const outbox = openOutbox({
  send: (conversation, { kind, text, clientId, attachments, mentions }) =>
    sendMessage(conversation, kind, { text, clientId, mentions, attachments: attachments.map(({ id }) => id) }),
  explain(fault) {
    const isUnreachable = fault instanceof ApiError && unreachable.has(fault.status)
    return {
      text: isUnreachable ? 'Foyer does not answer. It goes by itself when it does.' : faultText(fault),
      isUnreachable
    }
  },
  stored(message) {
    for (const tell of [...listeners]) tell(message)
  }
})

window.addEventListener('beforeunload', event => {
  if (!outbox.isEmpty()) event.preventDefault()
})

/** Also where the page came over plain http, and `crypto.randomUUID` is not there. */
export function newClientId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
