import { type Chat, createChat } from '../chat.ts'
import { createApi } from '../line/api.ts'
import type { Http, Reply } from '../line/http.ts'
import { createIdentity } from '../line/identity.ts'
import type { Wire } from '../line/socket.ts'
import { openStore } from '../line/storage.ts'
import type { LiveFrame, LiveRequest, Message, OwnConversation } from '../wire.ts'
import { memoryStorage, type Time } from './simulated-time.ts'

type Conversation = { facts: OwnConversation; messages: Message[]; startId: string }
type Ear = { send(frame: LiveFrame): void; cut(): void; isIn: boolean; followed: Map<string, number> }

const id = (prefix: string, number: number) => `${prefix}_${number.toString(16).padStart(32, '0')}`
const pageSize = 5

/** The rules of the wire in memory, over a network that the test makes as bad as it likes. One visitor. */
export const createSimulatedServer = (time: Pick<Time, 'now' | 'later'>) => {
  const conversations: Conversation[] = []
  const ears = new Set<Ear>()
  let made = 0
  const network = {
    isUp: true,
    /** What becomes of the next requests: answered, lost on the way, or done and the answer lost. Then all are answered. */
    fates: [] as ('answered' | 'lost' | 'unanswered' | 503)[],
    delayMs: 20
  }

  const find = (conversationId: string) => conversations.find(({ facts }) => facts.id === conversationId)
  const messageOf = (text: string, kind: Message['kind'], author: Message['author']['kind'], clientId?: string) =>
    ({
      id: id('msg', ++made),
      kind,
      author: { kind: author, ...(author === 'member' && { name: 'Ana' }) },
      text,
      at: new Date(time.now()).toISOString(),
      ...(clientId && { clientId })
    }) as const
  const tell = (conversation: Conversation) => {
    const { facts, messages } = conversation
    for (const ear of ears) {
      if (!ear.isIn) continue
      const told = ear.followed.get(facts.id)
      const items = messages.filter(({ seq, kind }) => told !== undefined && seq > told && kind === 'message')
      if (told !== undefined) ear.followed.set(facts.id, facts.lastSeq)
      if (items.length) ear.send({ type: 'messages', conversationId: facts.id, items })
      ear.send({ type: 'conversation', conversation: { ...facts } })
    }
  }
  const add = (
    conversation: Conversation,
    text: string,
    kind: Message['kind'],
    author: Message['author']['kind'],
    clientId?: string
  ): Message => {
    const known = conversation.messages.find(message => clientId && message.clientId === clientId)
    if (known) return known
    const seq = conversation.facts.lastSeq + 1
    const message = { ...messageOf(text, kind, author, clientId), seq, conversationId: conversation.facts.id }
    conversation.messages.push(message)
    Object.assign(conversation.facts, { lastSeq: seq, lastAt: message.at, status: 'open' })
    tell(conversation)
    return message
  }

  const reply = (status: number, body?: unknown): Reply => ({ status, body, retryAfterMs: 0, code: '', message: '' })
  const answer = (path: string, json: unknown): Reply => {
    const url = new URL(path, 'http://foyer')
    const [, , , conversationId = '', what] = url.pathname.split('/')
    const given = (json ?? {}) as { clientId?: string; text?: string; message?: { text: string; clientId: string } }
    if (url.pathname === '/api/visitors/identify')
      return reply(200, {
        visitorId: id('vis', 1),
        isReturning: false,
        sessionCount: 1,
        token: 'vt_1',
        verified: false
      })
    if (url.pathname === '/api/conversations' && !json)
      return reply(200, { items: conversations.map(c => ({ ...c.facts })) })
    if (url.pathname === '/api/conversations') {
      const open = conversations.find(c => c.startId === given.clientId || c.facts.status === 'open')
      const conversation = open ?? begin(given.clientId)
      const message =
        given.message && add(conversation, given.message.text, 'message', 'visitor', given.message.clientId)
      const { facts } = conversation
      return reply(201, { conversationId: facts.id, isNew: !open, ...facts, ...(message && { message }) })
    }
    const conversation = find(conversationId)
    if (!conversation) return reply(404)
    if (what === 'messages' && json)
      return reply(201, add(conversation, given.text ?? '', 'message', 'visitor', given.clientId))
    if (what === 'hand-over') {
      const { responder: _gone, ...facts } = conversation.facts
      conversation.facts = facts
      tell(conversation)
      return reply(200, facts)
    }
    if (what === 'messages') return reply(200, history(conversation, url.searchParams))
    return reply(204)
  }
  const history = ({ messages }: Conversation, query: URLSearchParams) => {
    const shown = messages.filter(({ kind }) => kind === 'message')
    const cursor = Number(query.get('cursor') ?? Number.POSITIVE_INFINITY)
    if (query.get('order') === 'newest') {
      const all = shown.filter(({ seq }) => seq < cursor).reverse()
      const items = all.slice(0, pageSize)
      return { items, ...(all.length > items.length && { nextCursor: String(items.at(-1)?.seq) }) }
    }
    return { items: shown.filter(({ seq }) => seq > Number(query.get('after'))) }
  }
  const begin = (startId = ''): Conversation => {
    const at = new Date(time.now()).toISOString()
    const facts: OwnConversation = {
      id: id('cnv', ++made),
      status: 'open',
      createdAt: at,
      lastAt: at,
      lastSeq: 0,
      unread: 0,
      email: 'unknown',
      marks: { visitor: { delivered: 0, read: 0 }, team: { delivered: 0, read: 0 } }
    }
    const conversation = { facts, messages: [], startId }
    conversations.push(conversation)
    return conversation
  }

  const http: Http = (path, { json } = {}) =>
    new Promise(resolve => {
      const fate = network.fates.shift() ?? 'answered'
      time.later(() => {
        const isThere = network.isUp && fate !== 'lost' && fate !== 503
        const made = isThere ? answer(path, json) : reply(fate === 503 ? 503 : 0)
        time.later(
          () => resolve(network.isUp && fate !== 'unanswered' ? structuredClone(made) : reply(0)),
          network.delayMs
        )
      }, network.delayMs)
    })

  const openWire = (): Wire => {
    const wire: Wire = { send: () => undefined, close: () => undefined, onopen: null, onmessage: null, onclose: null }
    const ear: Ear = {
      isIn: false,
      followed: new Map(),
      send(frame) {
        const data = JSON.stringify(frame)
        time.later(() => ears.has(ear) && wire.onmessage?.({ data }), network.delayMs)
      },
      cut() {
        ears.delete(ear)
        time.later(() => wire.onclose?.(), network.delayMs)
      }
    }
    wire.close = () => void ears.delete(ear)
    wire.send = text => time.later(() => ears.has(ear) && obey(ear, JSON.parse(text) as LiveRequest), network.delayMs)
    time.later(() => {
      if (!network.isUp) return wire.onclose?.()
      ears.add(ear)
      wire.onopen?.()
    }, network.delayMs)
    return wire
  }
  const obey = (ear: Ear, request: LiveRequest) => {
    if (request.type === 'ping') ear.send({ type: 'pong' })
    if (request.type === 'authenticate') {
      ear.isIn = true
      ear.send({ type: 'ready' })
    }
    if (request.type === 'follow') {
      const conversation = find(request.conversationId)
      if (!conversation) return
      ear.followed.set(request.conversationId, request.after ?? conversation.facts.lastSeq)
      tell(conversation)
    }
    if (request.type === 'mark') {
      const conversation = find(request.conversationId)
      if (conversation && request.read) conversation.facts.marks.visitor.read = request.read
      if (conversation && request.delivered) conversation.facts.marks.visitor.delivered = request.delivered
    }
  }

  return {
    network,
    conversations,
    /** Somebody of the team writes in the newest conversation. */
    teamSays: (text: string) =>
      conversations.at(-1) && add(conversations.at(-1) as Conversation, text, 'message', 'member'),
    teamNotes: (text: string) =>
      conversations.at(-1) && add(conversations.at(-1) as Conversation, text, 'note', 'member'),
    change(facts: Partial<OwnConversation>) {
      const conversation = conversations.at(-1)
      if (!conversation) return
      Object.assign(conversation.facts, facts)
      tell(conversation)
    },
    typing(conversationId: string) {
      for (const ear of ears)
        ear.send({ type: 'typing', conversationId, by: { kind: 'member', name: 'Ana' }, isTyping: true })
    },
    /** The agent that answers by itself, word by word; `says` ends it, `answers` with `isEnded` ends it with nothing. */
    answers(frame: { answerId: string; from: number; text: string; isEnded?: boolean }) {
      const conversationId = conversations.at(-1)?.facts.id ?? ''
      const by = { kind: 'responder', name: 'Porch' } as const
      for (const ear of ears) ear.send({ type: 'answering', conversationId, by, ...frame })
    },
    answered: (text: string, answerId: string) =>
      conversations.at(-1) && add(conversations.at(-1) as Conversation, text, 'message', 'responder', answerId),
    cutLines() {
      for (const ear of [...ears]) ear.cut()
    },
    /** Lines that are dead without anybody saying so. */
    silence: () => ears.clear(),
    lines: () => ears.size,
    shown: () => conversations.flatMap(({ messages }) => messages.filter(({ kind }) => kind === 'message')),
    http,
    openWire
  }
}
export type SimulatedServer = ReturnType<typeof createSimulatedServer>

/** A tab of the visitor's browser; those that share `disk` are of one browser. */
export const openTab = (
  server: SimulatedServer,
  time: Time,
  disk = memoryStorage(),
  seed = 1
): { chat: Chat; disk: Storage; news: Message[] } => {
  let state = seed * 7919
  const random = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256))
  const store = openStore(() => disk)
  const locks = new Map<string, Promise<unknown>>()
  const lock = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const before = locks.get(name)
    const turn = (async () => {
      await before
      return work()
    })()
    locks.set(name, turn)
    return turn
  }
  const agentId = id('agt', 1)
  const identity = createIdentity({ agentId, store, http: server.http, bytes, lock, context: () => ({}) })
  const news: Message[] = []
  const chat = createChat({
    agentId,
    store,
    identity,
    api: createApi(server.http, identity),
    openWire: server.openWire,
    lock,
    now: time.now,
    later: time.later,
    random,
    mintId: () => `said-${seed}-${Math.floor(random() * 1e12).toString(36)}`,
    context: () => ({}),
    onProactive: () => undefined,
    onNews: messages => news.push(...messages)
  })
  return { chat, disk, news }
}
