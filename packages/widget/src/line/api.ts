import type { ConversationStart, ConversationStarted, Message, MessageSend, OwnConversation, Page } from '../wire.ts'
import type { Http, Reply, Request } from './http.ts'
import type { Identity } from './identity.ts'

export type Answer<T> = Reply & { ok: T | undefined }
export type Api = ReturnType<typeof createApi>

const fileMs = 120_000
const pageSize = 30

/** The conversation calls, with the visitor's token; one that has run out is renewed once. */
export const createApi = (http: Http, identity: Pick<Identity, 'ensure' | 'token'>) => {
  const call = async <T>(path: string, request: Request = {}, limitMs?: number): Promise<Answer<T>> => {
    const attempt = async (refused?: string): Promise<Reply> => {
      const standing = await identity.ensure(refused)
      const token = identity.token()
      if (standing === 'known' && token) return http(path, { ...request, token }, limitMs)
      const status = standing === 'turnedAway' ? 403 : 0
      return { status, retryAfterMs: 0, body: undefined, code: '', message: '' }
    }
    let reply = await attempt()
    if (reply.status === 401) reply = await attempt(identity.token())
    const isOk = reply.status >= 200 && reply.status < 300
    return { ...reply, ok: isOk ? (reply.body as T) : undefined }
  }
  const at = (id: string, rest: string) => `/api/conversations/${id}/${rest}`

  return {
    call,
    conversations: () => call<Page<OwnConversation>>('/api/conversations?limit=20'),
    begin: (start: ConversationStart) => call<ConversationStarted>('/api/conversations', { json: start }),
    newest: (id: string, cursor?: string) =>
      call<Page<Message>>(
        at(id, `messages?order=newest&limit=${pageSize}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
      ),
    after: (id: string, seq: number) => call<Page<Message>>(at(id, `messages?after=${seq}&limit=200`)),
    say: (id: string, message: MessageSend) => call<Message>(at(id, 'messages'), { json: message }),
    read: (id: string, marks: { read: number }) => call<unknown>(at(id, 'read'), { json: marks }),
    email: (id: string, given: { email: string } | { skip: true }) =>
      call<OwnConversation>(at(id, 'email'), { json: given }),
    handOver: (id: string) => call<OwnConversation>(at(id, 'hand-over'), { json: {} }),
    rate: (id: string, rating: { score: number; comment?: string }) =>
      call<OwnConversation>(at(id, 'rating'), { json: rating }),
    file: (id: string, attachmentId: string) =>
      call<Blob>(at(id, `attachments/${attachmentId}`), { isFile: true }, fileMs),
    upload: (id: string, file: Blob & { name: string }) =>
      call<{ id: string }>(
        `${at(id, 'attachments')}?name=${encodeURIComponent(file.name)}`,
        { body: file, headers: { 'Content-Type': file.type } },
        fileMs
      )
  }
}
