import type { Message } from '@foyer/protocol'
import { ApiError } from '../../api.ts'
import { faultText } from '../../ui/states.tsx'
import { sendMessage } from './inbox-data.ts'
import { openOutbox } from './outbox.ts'

const listeners = new Set<(message: Message) => void>()

export function onStored(listener: (message: Message) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const outbox = openOutbox({
  send: (conversation, { kind, text, clientId, attachments, mentions }) =>
    sendMessage(conversation, kind, { text, clientId, mentions, attachments: attachments.map(({ id }) => id) }),
  explain: fault => ({
    text: faultText(fault),
    isUnreachable: fault instanceof ApiError && (fault.status === 0 || fault.status === 503)
  }),
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
