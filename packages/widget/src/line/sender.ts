import {
  begun,
  confirm,
  failed,
  nextToSend,
  type Outgoing,
  put,
  refused,
  retried,
  sending,
  take,
  uploaded
} from '../conversation/outbox.ts'
import { backoffMs } from '../conversation/pace.ts'
import type { ChatState } from '../conversation/state.ts'
import { learn, noThread } from '../conversation/thread.ts'
import type { ConversationStart, Message } from '../wire.ts'
import type { Answer, Api } from './api.ts'
import type { Book } from './conversations.ts'
import { isPassing } from './http.ts'
import type { Identity } from './identity.ts'
import type { Lock } from './lock.ts'
import type { Store } from './storage.ts'

type Kept = Outgoing & { who: string }
type Outcome = { is: 'said'; message?: Message } | { is: 'later'; ms: number } | { is: 'refused'; why: string }

const keptDays = 7

/**
 * Gets what the visitor wrote to the server, one after the other. Each is kept in an entry of its own until it is confirmed, so
 * a closed tab loses none and two tabs never overwrite each other's; files are kept from the moment they are uploaded.
 */
export const createSender = (given: {
  agentId: string
  store: Store
  identity: Pick<Identity, 'who'>
  api: Api
  lock: Lock
  now: () => number
  later: (work: () => void, ms: number) => () => void
  random: () => number
  mintId: () => string
  context: () => ConversationStart['context']
  get: () => ChatState
  change: (next: (state: ChatState) => ChatState) => void
  book: Pick<Book, 'begun' | 'refresh'>
}) => {
  const { api, store, get, change, now } = given
  const lead = `${given.agentId}_say_`
  const files = new Map<string, File>()
  let isPumping = false
  let isStopped = false
  let callOffWait: (() => void) | undefined

  const isComplete = (item: Outgoing) => item.files.every(file => file.attachmentId)
  const keep = (clientId: string) => {
    const item = get().outbox.find(other => other.clientId === clientId)
    if (item && isComplete(item)) store.write(lead + clientId, { ...item, who: given.identity.who() } satisfies Kept)
  }
  const drop = (clientId: string) => {
    const item = get().outbox.find(other => other.clientId === clientId)
    for (const file of item?.files ?? []) files.delete(file.key)
    change(state => ({ ...state, outbox: take(state.outbox, clientId) }))
    store.remove(lead + clientId)
  }
  const find = (clientId: string) => get().outbox.find(item => item.clientId === clientId)

  const failure = ({ status, code, message, retryAfterMs }: Answer<unknown>, item: Outgoing): Outcome =>
    isPassing({ status, code, message, retryAfterMs, body: undefined }) || status === 401
      ? { is: 'later', ms: backoffMs(item.tries, given.random(), retryAfterMs) }
      : { is: 'refused', why: code || String(status) }

  const begin = async (item: Outgoing): Promise<Outcome | undefined> => {
    const reply = await api.begin({
      agentId: given.agentId,
      clientId: item.clientId,
      context: given.context(),
      ...(item.another && { another: true }),
      ...(item.proactive && { proactive: item.proactive }),
      ...(!item.files.length && { message: { text: item.text, clientId: item.clientId } })
    })
    const { ok } = reply
    if (!ok) return failure(reply, item)
    change(state => ({ ...state, outbox: begun(state.outbox, ok.conversationId) }))
    await given.book.begun(ok)
    return ok.message && { is: 'said', message: ok.message }
  }

  const upload = async (item: Outgoing, conversationId: string): Promise<Outcome | undefined> => {
    for (const { key, attachmentId } of item.files) {
      const file = files.get(key)
      if (attachmentId || !file) continue
      const reply = await api.upload(conversationId, file)
      const { ok } = reply
      if (!ok) return failure(reply, item)
      change(state => ({ ...state, outbox: uploaded(state.outbox, item.clientId, key, ok.id) }))
    }
    keep(item.clientId)
    return undefined
  }

  const deliver = async (clientId: string): Promise<Outcome> => {
    const item = find(clientId)
    if (!item) return { is: 'said' }
    const wasKept = isComplete(item) && item.tries === 0 ? store.text(lead + clientId) : ''
    // Another tab had the lock before us, and this one is said.
    if (wasKept === null) return { is: 'said' }
    if (!item.conversationId) {
      const early = await begin(item)
      if (early) return early
    }
    const conversationId = find(clientId)?.conversationId
    if (!conversationId) return { is: 'later', ms: backoffMs(item.tries, given.random()) }
    const early = await upload(item, conversationId)
    if (early) return early
    const attachments = (find(clientId)?.files ?? []).flatMap(file => file.attachmentId ?? [])
    const reply = await api.say(conversationId, {
      clientId,
      ...(item.text && { text: item.text }),
      ...(attachments.length && { attachments })
    })
    if (reply.ok) return { is: 'said', message: reply.ok }
    if (reply.status !== 404) return failure(reply, item)
    // The conversation is gone (erased): what is written now begins another.
    change(state => ({
      ...state,
      thread: state.thread.id === conversationId ? noThread : state.thread,
      outbox: state.outbox.map(other =>
        other.conversationId === conversationId ? { ...other, conversationId: null } : other
      )
    }))
    return item.tries < 3 ? { is: 'later', ms: backoffMs(item.tries, given.random()) } : failure(reply, item)
  }

  const settle = (clientId: string, outcome: Outcome) => {
    if (outcome.is === 'said') {
      const { message } = outcome
      if (message)
        change(state => ({
          ...state,
          thread: state.thread.id === message.conversationId ? learn(state.thread, [message]) : state.thread
        }))
      return drop(clientId)
    }
    if (outcome.is === 'refused') {
      change(state => ({ ...state, outbox: refused(state.outbox, clientId, outcome.why) }))
      return keep(clientId)
    }
    change(state => ({ ...state, outbox: failed(state.outbox, clientId) }))
    callOffWait?.()
    callOffWait = given.later(() => {
      callOffWait = undefined
      pump()
    }, outcome.ms)
  }

  /** `isBack`: the network is there again, so what waits for its next try goes now. */
  const pump = async (isBack?: boolean): Promise<void> => {
    if (isPumping || isStopped || (callOffWait && !isBack)) return
    callOffWait?.()
    callOffWait = undefined
    const item = nextToSend(get().outbox)
    if (!item) return
    isPumping = true
    const { clientId } = item
    change(state => ({ ...state, outbox: sending(state.outbox, clientId) }))
    const outcome = await given.lock(`ll_${given.agentId}_say`, () => deliver(clientId))
    isPumping = false
    if (isStopped) return
    settle(clientId, outcome)
    if (outcome.is !== 'later') await pump()
  }

  return {
    pump,
    owns: (name: string) => name.startsWith(lead),
    /** What this browser still owes, from an earlier page or another tab; what another tab has got through is gone. */
    load() {
      const who = given.identity.who()
      const names = store.names(lead)
      for (const name of names) {
        const kept = store.read<Kept>(name)
        if (!kept || now() - kept.at > keptDays * 86_400_000) store.remove(name)
        else if (kept.who === who && !find(kept.clientId)) {
          const { who: _known, ...item } = kept
          const state = item.state === 'refused' ? 'refused' : 'waiting'
          change(now => ({ ...now, outbox: put(now.outbox, { ...item, state, tries: 0 }) }))
        }
      }
      for (const item of get().outbox)
        if (isComplete(item) && item.state !== 'sending' && !names.includes(lead + item.clientId)) drop(item.clientId)
      pump()
    },
    say(text: string, given_: readonly File[]) {
      const clientId = given.mintId()
      const { thread, isAnother } = get()
      const outgoing = given_.map((file, at) => {
        const key = `${clientId}-${at}`
        files.set(key, file)
        return { key, name: file.name, type: file.type, bytes: file.size }
      })
      const item: Outgoing = {
        clientId,
        conversationId: thread.id,
        ...(isAnother && { another: true }),
        ...(thread.opening && { proactive: thread.opening }),
        text,
        files: outgoing,
        at: now(),
        tries: 0,
        state: 'waiting'
      }
      change(state => ({ ...state, outbox: put(state.outbox, item) }))
      keep(clientId)
      pump()
    },
    retry(clientId: string) {
      change(state => ({ ...state, outbox: retried(state.outbox, clientId) }))
      keep(clientId)
      pump(true)
    },
    discard: drop,
    fileOf: (key: string) => files.get(key),
    /** The server has these. */
    forget(messages: readonly Message[]) {
      for (const { author, clientId } of messages)
        if (author.kind === 'visitor' && clientId) store.remove(lead + clientId)
      change(state => ({ ...state, outbox: confirm(state.outbox, messages) }))
    },
    stop() {
      isStopped = true
      callOffWait?.()
    }
  }
}
