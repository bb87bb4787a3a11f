import type { CannedReply, ConversationPanel, Message, Page } from '@foyer/protocol'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export const labelsQuery = queryOptions({
  queryKey: ['inbox', 'labels'],
  queryFn: ({ signal }) =>
    api.get<{ items: { label: string; conversations: number }[] }>('/api/conversations/labels', undefined, signal)
})

export const panelQuery = (id: string) =>
  queryOptions({
    queryKey: ['inbox', 'conversation', id],
    queryFn: ({ signal }) => api.get<ConversationPanel>(`/api/conversations/${id}`, undefined, signal),
    staleTime: 0
  })

export const olderMessages = (id: string, cursor: string | undefined, limit: number) =>
  api.get<Page<Message>>(`/api/conversations/${id}/messages`, { order: 'newest', cursor, limit })

/** Everything behind this place, page by page. */
export async function messagesAfter(id: string, after: number): Promise<Message[]> {
  const messages: Message[] = []
  let cursor: string | undefined
  do {
    const page: Page<Message> = await api.get(`/api/conversations/${id}/messages`, { after, cursor, limit: 500 })
    messages.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return messages
}

type Said = { text: string; clientId: string; attachments: string[]; mentions: string[] }

/** The same clientId again is the same message, so a send may be tried as often as it takes. */
export function sendMessage(id: string, kind: 'message' | 'note', said: Said): Promise<Message> {
  const { mentions, ...message } = said
  return kind === 'note'
    ? api.post<Message>(`/api/conversations/${id}/notes`, said)
    : api.post<Message>(`/api/conversations/${id}/messages`, message)
}

export const cannedQuery = queryOptions({
  queryKey: ['inbox', 'canned'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: CannedReply[] }>('/api/canned-replies', undefined, signal)).items,
  staleTime: 60_000
})

export const writeCanned = (id: string | undefined, reply: { shortcut: string; text: string }) =>
  id === undefined
    ? api.post<CannedReply>('/api/canned-replies', reply)
    : api.patch<CannedReply>(`/api/canned-replies/${id}`, reply)

export const deleteCanned = (id: string) => api.delete(`/api/canned-replies/${id}`)
