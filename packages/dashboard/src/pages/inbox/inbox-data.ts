import type {
  Attachment,
  Conversation,
  ConversationChange,
  ConversationCounts,
  ConversationsQuery,
  ErrorBody,
  MemberPresence,
  Page,
  Timeline
} from '@foyer/protocol'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ApiError, api, type QueryValues, queryText } from '../../api.ts'
import { typeOfFile } from './attachments.ts'
import type { LoadedPage } from './inbox-list.ts'
import type { InboxSearch } from './inbox-search.ts'
import { conversationsQueryOf, putsWaitingFirst } from './listed.ts'

const pageSize = 50

/** Where the next page of the list begins: those who wait come first, then the rest of the open ones. */
type Place = { part: 'waiting' | 'rest'; cursor?: string }
export type ListPage = LoadedPage & { next?: Place }

const ask = (query: ConversationsQuery, cursor: string | undefined, signal: AbortSignal) =>
  api.get<Page<Conversation>>('/api/conversations', { ...(query as QueryValues), limit: pageSize, cursor }, signal)

export const conversationList = (search: InboxSearch) => {
  const { show, ...listed } = search
  const query = conversationsQueryOf(search)
  const isWaitingFirst = putsWaitingFirst(search)
  return infiniteQueryOptions({
    queryKey: ['inbox', 'list', listed],
    initialPageParam: { part: isWaitingFirst ? 'waiting' : 'rest' } as Place,
    async queryFn({ pageParam, signal }): Promise<ListPage> {
      const askedAt = Date.now()
      if (pageParam.part === 'rest') {
        const rest = await ask(query, pageParam.cursor, signal)
        return { askedAt, items: rest.items, next: placeAfter('rest', rest.nextCursor) }
      }
      // Few wait in a good hour: the rest is asked for at the same time, and the first look needs one round trip.
      const [waiting, rest] = await Promise.all([
        ask({ ...query, sort: 'waiting' }, pageParam.cursor, signal),
        pageParam.cursor === undefined ? ask(query, undefined, signal) : undefined
      ])
      if (waiting.nextCursor !== undefined)
        return { askedAt, items: waiting.items, next: { part: 'waiting', cursor: waiting.nextCursor } }
      if (!rest) return { askedAt, items: waiting.items, next: { part: 'rest' } }
      return { askedAt, items: [...waiting.items, ...rest.items], next: placeAfter('rest', rest.nextCursor) }
    },
    getNextPageParam: page => page.next,
    // What changes comes by the live connection while the page is open; whoever comes back to it looks anew.
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false
  })
}

const placeAfter = (part: Place['part'], cursor: string | undefined): Place | undefined =>
  cursor === undefined ? undefined : { part, cursor }

export const countsQuery = queryOptions({
  queryKey: ['inbox', 'counts'],
  queryFn: ({ signal }) => api.get<ConversationCounts>('/api/conversations/counts', undefined, signal),
  staleTime: 0
})

/** Who waits the longest of all, for the line at the top. */
export const longestWaitQuery = queryOptions({
  queryKey: ['inbox', 'counts', 'longest'],
  queryFn: ({ signal }) =>
    api.get<Page<Conversation>>('/api/conversations', { status: 'open', sort: 'waiting', limit: 1 }, signal),
  staleTime: 0
})

/** Whether there has ever been one: an inbox that is done and one that is new look alike. */
export const anyConversationQuery = queryOptions({
  queryKey: ['inbox', 'counts', 'any'],
  queryFn: async ({ signal }) =>
    (await api.get<Page<Conversation>>('/api/conversations', { limit: 1 }, signal)).items.length > 0
})

export const teamQuery = queryOptions({
  queryKey: ['inbox', 'team'],
  queryFn: async ({ signal }) => (await api.get<{ items: MemberPresence[] }>('/api/presence', undefined, signal)).items,
  staleTime: 60_000
})

export const excerptQuery = (person: string) =>
  queryOptions({
    queryKey: ['inbox', 'excerpt', person],
    // Some of them are told in one line.
    queryFn: ({ signal }) => api.get<Timeline>(`/api/people/${person}/timeline`, { limit: 16 }, signal)
  })

export const changeConversation = (id: string, change: ConversationChange) =>
  api.patch<Conversation>(`/api/conversations/${id}`, change)

export const changeMany = (ids: string[], change: ConversationChange) =>
  api.post<{ changed: number; failed: { id: string; code: string; message: string }[] }>('/api/conversations/bulk', {
    ids,
    change
  })

export const acceptConversation = (id: string) => api.post<Conversation>(`/api/conversations/${id}/accept`)

export const transferConversation = (id: string, to: string, note: string) =>
  api.post<Conversation>(`/api/conversations/${id}/transfer`, { to, ...(note.trim() === '' ? {} : { note }) })

export const mergeConversation = (id: string, into: string) =>
  api.post<Conversation>(`/api/conversations/${id}/merge`, { into })

export const markRead = (id: string, read: number) => api.post(`/api/conversations/${id}/read`, { read })

/** The server keeps it for this member alone; empty text takes it away. */
export async function saveDraft(id: string, draft: { text: string; note: boolean }): Promise<void> {
  await reach(`/api/conversations/${id}/draft`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(draft),
    // The last words are saved though the page is being left.
    keepalive: true
  })
}

export async function setPresence(status: 'available' | 'busy' | 'away'): Promise<void> {
  await reach('/api/presence', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status })
  })
}

export const attachmentAddress = (conversation: string, attachment: Pick<Attachment, 'id'>) =>
  `/api/conversations/${conversation}/attachments/${attachment.id}`

/** The bytes as they are: the name and the type stand beside them. */
export async function uploadAttachment(id: string, file: File, signal: AbortSignal): Promise<Attachment> {
  const response = await reach(`/api/conversations/${id}/attachments${queryText({ name: file.name })}`, {
    method: 'POST',
    headers: { 'content-type': typeOfFile(file) },
    body: file,
    signal
  })
  return (await response.json()) as Attachment
}

/** For what is no plain JSON question: the same manners, the same errors. */
async function reach(path: string, request: RequestInit): Promise<Response> {
  const headers = { accept: 'application/json', 'x-foyer': '1', ...request.headers }
  const response = await fetch(path, { credentials: 'same-origin', ...request, headers })
  if (response.ok) return response
  const body: Partial<ErrorBody> = await response.json().catch(() => ({}))
  throw new ApiError(response.status, body.error ?? {})
}
