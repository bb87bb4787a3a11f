import { goOn } from './conversation/answering.ts'
import { confirm, noOutbox } from './conversation/outbox.ts'
import { type ChatState, heardOf, noChat } from './conversation/state.ts'
import { hear, lastSeqOf, noThread, readUpTo } from './conversation/thread.ts'
import type { Api } from './line/api.ts'
import { createBook } from './line/conversations.ts'
import type { Identity, PageVisitor } from './line/identity.ts'
import type { Lock } from './line/lock.ts'
import { createSender } from './line/sender.ts'
import { createLine, type Wire } from './line/socket.ts'
import type { Store } from './line/storage.ts'
import type { ConversationStart, LiveFrame, Message } from './wire.ts'

export type Later = (work: () => void, ms: number) => () => void
export type ChatParts = {
  agentId: string
  store: Store
  identity: Identity
  api: Api
  openWire: () => Wire
  lock: Lock
  now: () => number
  later: Later
  random: () => number
  mintId: () => string
  context: () => ConversationStart['context']
  /** Messages of the team that this page did not have before. */
  onNews: (messages: readonly Message[]) => void
  /** The agent may have a message to show by itself. */
  onProactive: () => void
}
export type Chat = ReturnType<typeof createChat>

const typingShownMs = 10_000
const answeringShownMs = 30_000
const typingEveryMs = 3_000
const typingEndsMs = 6_000
const pollMs = { open: 5_000, closed: 30_000 }

const silence = { typing: null, answering: null }

/** The visitor's conversations on one page: what is known, and everything that can be done. It knows nothing of a screen. */
export const createChat = (parts: ChatParts) => {
  const { identity, api, later } = parts
  let state: ChatState = noChat
  let person = parts.store.text('id')
  let isWanted = false
  let isSeen = false
  let callOffTyping: (() => void) | undefined
  let callOffPoll: (() => void) | undefined
  let typedAt = 0
  let callOffTyped: (() => void) | undefined
  const watchers = new Set<() => void>()

  const change = (next: (state: ChatState) => ChatState) => {
    const changed = next(state)
    if (changed === state) return
    state = changed
    for (const watcher of watchers) watcher()
  }
  const get = () => state

  const line = createLine({
    open: parts.openWire,
    agentId: parts.agentId,
    later,
    random: parts.random,
    async token(refused) {
      const standing = await identity.ensure(refused)
      if (standing === 'turnedAway') turnAway()
      return standing === 'known' ? identity.token() : undefined
    },
    onState(next, failures) {
      change(now => ({ ...now, line: next, ...(next !== 'open' && silence) }))
      if (next === 'open') onOpen()
      if (next === 'waiting' && failures >= 2) poll()
    },
    onFrame: frame => onFrame(frame)
  })

  const turnAway = () => {
    isWanted = false
    line.rest()
    change(now => ({ ...now, isTurnedAway: true }))
  }

  /** Messages in the order of the conversation: nothing before them is missing. */
  const onMessages = (id: string, items: readonly Message[]) => {
    if (id !== state.thread.id) return
    const { heardTo, readTo } = state.thread
    const news = items.filter(({ seq, author }) => seq > heardTo && seq > readTo && author.kind !== 'visitor')
    change(now => ({
      ...now,
      thread: hear(now.thread, items),
      outbox: confirm(now.outbox, items),
      ...(news.length && { typing: null }),
      ...(items.some(({ clientId }) => clientId && clientId === now.answering?.id) && { answering: null })
    }))
    sender.forget(items)
    if (!news.length) return
    const last = lastSeqOf(state.thread)
    line.send({ type: 'mark', conversationId: id, delivered: last })
    if (isSeen) see()
    parts.onNews(news)
  }
  const book = createBook({
    ...parts,
    get,
    change,
    onMessages,
    onThread: () => follow(),
    isWanted: () => isWanted,
    onRefused: turnAway
  })
  const sender = createSender({ ...parts, get, change, book })

  const follow = () => {
    const { thread } = state
    if (thread.id && state.history === 'ready')
      line.send({ type: 'follow', conversationId: thread.id, after: thread.heardTo })
  }
  const onOpen = () => {
    callOffPoll?.()
    callOffPoll = undefined
    follow()
    book.refresh()
    sender.pump(true)
  }

  /** Whoever stops without a word is not waited for longer. */
  const silenceIn = (ms: number) => {
    callOffTyping?.()
    callOffTyping = later(() => change(now => ({ ...now, ...silence })), ms)
  }

  const onFrame = (frame: LiveFrame) => {
    if (frame.type === 'messages') return onMessages(frame.conversationId, frame.items)
    if (frame.type === 'team') {
      if (frame.proactive) parts.onProactive()
      return change(now => ({ ...now, isTeamHere: frame.online }))
    }
    if (frame.type === 'typing' && frame.conversationId === state.thread.id) {
      const { by, isTyping } = frame
      const typing = isTyping ? { name: by.name, isMachine: by.kind === 'responder' } : null
      change(now => ({ ...now, typing }))
      silenceIn(typingShownMs)
    }
    if (frame.type === 'answering' && frame.conversationId === state.thread.id) {
      // Its message may have come before its last words.
      if (state.thread.messages.some(({ clientId }) => clientId === frame.answerId)) return
      const answering = goOn(state.answering, frame, new Date(parts.now()).toISOString())
      const typing = answering && !answering.text ? { name: frame.by.name, isMachine: true } : null
      change(now => ({ ...now, answering, typing }))
      silenceIn(answeringShownMs)
    }
    if (frame.type === 'conversation') {
      // A colleague's list has more in it; a visitor is only ever sent their own.
      if ('agentId' in frame.conversation) return
      const facts = frame.conversation
      const isNew = !state.conversations.some(({ id }) => id === facts.id)
      change(now => heardOf(now, facts))
      if (isNew && facts.id !== state.thread.id) book.refresh()
    }
  }

  /** Where sockets are blocked: asks every few seconds instead. */
  const poll = () => {
    if (callOffPoll) return
    callOffPoll = later(
      async () => {
        callOffPoll = undefined
        if (!isWanted || line.isOpen()) return
        await book.refresh()
        await book.catchUp()
        if (isWanted && !line.isOpen()) poll()
      },
      isSeen ? pollMs.open : pollMs.closed
    )
  }

  const see = () => {
    const { id, readTo } = state.thread
    const last = lastSeqOf(state.thread)
    if (!id || last <= readTo) return
    change(now => ({ ...now, thread: readUpTo(now.thread, last) }))
    if (!line.send({ type: 'mark', conversationId: id, read: last })) api.read(id, { read: last })
  }

  const forgetTyped = () => {
    callOffTyped?.()
    callOffTyped = undefined
    typedAt = 0
  }

  return {
    get state() {
      return state
    },
    watch(watcher: () => void): () => void {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    /** Takes up where this browser left off, and stays connected. */
    connect() {
      if (state.isTurnedAway) return
      isWanted = true
      line.want()
      person = identity.who()
      if (state.history === 'none' || state.history === 'failed') book.refresh()
      sender.load()
    },
    /** The page is being left, or put aside: an open socket would keep it out of the back/forward cache. */
    rest() {
      isWanted = false
      callOffPoll?.()
      callOffPoll = undefined
      line.rest()
    },
    /** Is it still the same person? Another script on the page may have signed them out. */
    checkPerson() {
      const now = parts.store.text('id')
      if (now === person) return
      person = now
      const wasWanted = isWanted
      line.rest()
      book.reset()
      change(before => ({ ...noChat, isTeamHere: before.isTeamHere, outbox: noOutbox, line: before.line }))
      // Nothing left of them at all is an opt-out: then only what the visitor does by hand begins anew.
      if (now !== null && wasWanted) this.connect()
    },
    /** Another tab changed what is stored. */
    stored(name: string | null) {
      if (name === null || name === 'id') return this.checkPerson()
      if (!isWanted) return
      if (sender.owns(name)) sender.load()
      else book.stored(name)
    },
    describe(visitor: PageVisitor) {
      identity.describe(visitor)
      if (isWanted) identity.ensure()
    },
    /** The end of the conversation is on screen and looked at. */
    seen(isLooking: boolean) {
      isSeen = isLooking
      if (isLooking) see()
    },
    say(text: string, files: readonly File[] = []) {
      forgetTyped()
      this.connect()
      sender.say(text, files)
    },
    retry: sender.retry,
    discard: sender.discard,
    fileOf: sender.fileOf,
    /** An attachment's bytes; undefined when they could not be had. */
    async download(attachmentId: string): Promise<Blob | undefined> {
      const { id } = state.thread
      return id ? (await api.file(id, attachmentId)).ok : undefined
    },
    /** The visitor is writing, or has stopped. */
    typed(isTyping: boolean) {
      const { id } = state.thread
      if (!id) return
      callOffTyped?.()
      callOffTyped = undefined
      if (!isTyping) {
        if (typedAt) line.send({ type: 'typing', conversationId: id, isTyping: false })
        typedAt = 0
        return
      }
      if (parts.now() - typedAt >= typingEveryMs) {
        typedAt = parts.now()
        line.send({ type: 'typing', conversationId: id, isTyping: true })
      }
      callOffTyped = later(() => this.typed(false), typingEndsMs)
    },
    choose: book.choose,
    another: book.another,
    loadOlder: book.loadOlder,
    reload: book.refresh,
    /** What was shown by itself stands at the beginning of a conversation that only an answer begins; without one, it goes again. */
    offer(messages: readonly Message[], opening?: string) {
      change(now => ({ ...now, isAnother: !!opening, thread: { ...noThread, messages, ...(opening && { opening }) } }))
      if (!opening) book.refresh()
    },
    /** False when the address was not taken. */
    async leaveEmail(email: string): Promise<'kept' | 'refused' | 'failed'> {
      const { id } = state.thread
      if (!id) return 'failed'
      const reply = await api.email(id, { email })
      const { ok } = reply
      if (ok) change(now => heardOf(now, ok))
      return ok ? 'kept' : reply.status === 422 || reply.status === 400 ? 'refused' : 'failed'
    },
    async skipEmail() {
      const { id } = state.thread
      if (!id) return
      const { ok } = await api.email(id, { skip: true })
      if (ok) change(now => heardOf(now, ok))
    },
    async rate(score: number, comment?: string): Promise<boolean> {
      const { id } = state.thread
      if (!id) return false
      const { ok } = await api.rate(id, { score, ...(comment && { comment }) })
      if (ok) change(now => heardOf(now, ok))
      return !!ok
    },
    /** A person is to answer from here on. */
    async callPerson(): Promise<boolean> {
      const { id } = state.thread
      const { ok } = id ? await api.handOver(id) : {}
      if (ok) change(now => heardOf(now, ok))
      return !!ok
    },
    /** The person at this browser has signed out. */
    signOut() {
      identity.part()
      this.checkPerson()
    },
    end() {
      this.rest()
      callOffTyping?.()
      forgetTyped()
      sender.stop()
      change(now => ({ ...now, thread: noThread }))
      watchers.clear()
    }
  }
}
