import { backoffMs } from '../conversation/pace.ts'
import { type ChatState, chooseFrom, heardOf, listed } from '../conversation/state.ts'
import { addOlder, noThread, startFrom, told } from '../conversation/thread.ts'
import type { ConversationStarted, Message, OwnConversation } from '../wire.ts'
import type { Api } from './api.ts'
import { isPassing } from './http.ts'
import type { Identity } from './identity.ts'
import type { Store } from './storage.ts'

export type Book = ReturnType<typeof createBook>

const oldestFirst = (items: readonly Message[]) => [...items].sort((a, b) => a.seq - b.seq)

/** Which conversations there are, which one is on screen, and its history. */
export const createBook = (given: {
  agentId: string
  store: Store
  identity: Pick<Identity, 'who'>
  api: Api
  now: () => number
  later: (work: () => void, ms: number) => () => void
  random: () => number
  get: () => ChatState
  change: (next: (state: ChatState) => ChatState) => void
  onMessages: (id: string, items: readonly Message[]) => void
  /** Another conversation is on screen, with its newest messages. */
  onThread: () => void
  onRefused: () => void
  isWanted: () => boolean
}) => {
  const { api, store, identity, get, change } = given
  /** Shared by the tabs: which conversation this browser is in. */
  const nowKey = `${given.agentId}_chat`
  let tries = 0
  let callOffRetry: (() => void) | undefined
  let refreshing: Promise<void> | undefined
  let isLoadingOlder = false

  const last = () => {
    const kept = store.read<{ who: string; conversationId?: string }>(nowKey)
    return kept?.who === identity.who() ? kept.conversationId : undefined
  }
  const keep = (conversationId: string) => {
    if (last() !== conversationId) store.write(nowKey, { who: identity.who(), conversationId })
  }

  const retrySoon = () => {
    if (callOffRetry) return
    const again = () => {
      callOffRetry = undefined
      if (given.isWanted()) refresh()
    }
    callOffRetry = given.later(again, backoffMs(tries++, given.random()))
  }

  const show = async (facts: OwnConversation): Promise<void> => {
    if (get().thread.id === facts.id && get().history === 'ready') return
    change(now => ({
      ...now,
      thread: told({ ...noThread, id: facts.id }, facts),
      isAnother: false,
      history: 'loading'
    }))
    keep(facts.id)
    const { ok } = await api.newest(facts.id)
    if (get().thread.id !== facts.id) return
    if (!ok) {
      retrySoon()
      return change(now => ({ ...now, history: 'failed' }))
    }
    const items = oldestFirst(ok.items)
    change(now => ({ ...now, thread: startFrom(now.thread, { ...ok, items }), history: 'ready' }))
    given.onThread()
  }

  const look = async (): Promise<void> => {
    const reply = await api.conversations()
    if (!reply.ok) {
      if (reply.status === 403) return given.onRefused()
      if (get().history !== 'ready') change(now => ({ ...now, history: 'failed' }))
      if (isPassing(reply)) retrySoon()
      return
    }
    tries = 0
    const { items } = reply.ok
    change(now => listed(now, items))
    const { thread, isAnother } = get()
    const isGone = thread.id !== null && !items.some(({ id }) => id === thread.id)
    const chosen = isGone || !thread.id ? chooseFrom(items, last(), given.now()) : thread.facts
    if (chosen && !isAnother) return show(chosen)
    if (isGone) change(now => ({ ...now, thread: noThread }))
    change(now => ({ ...now, history: 'ready' }))
  }
  const refresh = (): Promise<void> => {
    refreshing =
      refreshing ??
      look().finally(() => {
        refreshing = undefined
      })
    return refreshing
  }

  return {
    refresh,
    last,
    /** A conversation that has just begun, or an open one that goes on: nothing of it is on screen yet. */
    async begun(started: ConversationStarted) {
      const { conversationId: _same, isNew, opening, message, ...facts } = started
      change(now => heardOf(now, facts))
      if (get().thread.id === facts.id) return
      if (!isNew) return show(facts)
      change(now => ({
        ...now,
        isAnother: false,
        history: 'ready',
        thread: startFrom(told({ ...noThread, id: facts.id }, facts), {
          items: [opening, message].flatMap(said => said ?? [])
        })
      }))
      keep(facts.id)
      given.onThread()
    },
    /** What the line would have brought. */
    async catchUp() {
      for (;;) {
        const { id, heardTo } = get().thread
        if (!id || get().history !== 'ready') return
        const { ok } = await api.after(id, heardTo)
        if (!ok) return
        given.onMessages(id, ok.items)
        if (!ok.nextCursor || get().thread.heardTo === heardTo) return
      }
    },
    choose(id: string) {
      const facts = get().conversations.find(found => found.id === id)
      if (facts) return show(facts)
    },
    another() {
      change(now => ({ ...now, thread: noThread, isAnother: now.conversations.length > 0, history: 'ready' }))
    },
    async loadOlder() {
      const { id, older } = get().thread
      if (!id || !older || isLoadingOlder) return
      isLoadingOlder = true
      const { ok } = await api.newest(id, older)
      isLoadingOlder = false
      if (ok && get().thread.id === id) change(now => ({ ...now, thread: addOlder(now.thread, ok) }))
    },
    /** Another tab is in another conversation now. */
    stored(name: string) {
      const id = name === nowKey ? last() : undefined
      if (!id || id === get().thread.id) return
      const facts = get().conversations.find(found => found.id === id)
      if (facts) show(facts)
      else refresh()
    },
    reset() {
      tries = 0
    }
  }
}
