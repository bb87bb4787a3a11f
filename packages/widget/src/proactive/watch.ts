import type { Chat } from '../chat.ts'
import { backoffMs } from '../conversation/pace.ts'
import type { Frame } from '../frame.ts'
import type { Api } from '../line/api.ts'
import { isPassing } from '../line/http.ts'
import type { Identity } from '../line/identity.ts'
import { redact } from '../line/redact.ts'
import { openStore, type Store } from '../line/storage.ts'
import type { PanelParts } from '../view/mount.tsx'
import type { CartValue, Message, ProactiveShown, WidgetProactive } from '../wire.ts'
import { fits } from './fits.ts'
import { cartWith, laterCart, openPageFacts } from './page-facts.ts'
import { openStay } from './stay.ts'

const tickMs = 500
/** Nothing appears earlier on a page; equal to `proactiveEarliestMs` in @foyer/protocol, and a test holds them equal. */
export const earliestMs = 2_000
const askAgainMs = 60_000
const offeredMs = 30 * 60_000

type Rule = WidgetProactive['rules'][number] & { id: string; showId?: string; notBefore?: number; tries?: number }
/** A message on its way through the pages of this tab, until it is answered or closed. `isSeen`: it was opened, so it shows no bubble. */
type Offer = { who: string; id: string; message: Message; at: number; isSeen?: boolean }

/**
 * Watches for what the rules of the agent wait for on this page. What else they depend on the server has judged, and judges again
 * when a message is about to be shown: without its word there is none.
 */
export const watchRules = (given: {
  frame: Frame
  store: Store
  identity: Pick<Identity, 'who'>
  api: Pick<Api, 'call'>
  chat: Chat
  now: () => number
  mintId: () => string
  isOpen: () => boolean
  loadPanel: () => Promise<PanelParts>
}): (() => void) => {
  const { store, identity, chat, now } = given
  const { agentId, root } = given.frame
  const { call } = given.api
  const path = `/api/widget/${agentId}/proactive`
  const cartKey = `${agentId}_cart`
  const offerKey = `${agentId}_offer`
  const closedKey = `${agentId}_closed`
  const ofTab = openStore(() => sessionStorage)
  let rules: Rule[] = []
  let who = identity.who()
  let askedAt = Number.NEGATIVE_INFINITY
  let isAsking = false
  let isShowing = false
  let isOver = false
  let presented: string | undefined
  let panel: PanelParts | undefined

  const keepsCart = () => rules.some(({ conditions }) => conditions.some(({ kind }) => kind === 'cart'))
  const cart = (): CartValue | undefined => {
    const kept = store.read<CartValue & { who: string }>(cartKey)
    return kept?.who === who ? kept : undefined
  }
  const keepCart = (next: CartValue | undefined) => {
    if (next && next.upTo !== cart()?.upTo) store.write(cartKey, { ...next, who })
  }
  const facts = openPageFacts({
    agentId,
    now,
    onEvent: event => {
      if (keepsCart()) keepCart(cartWith(cart(), event))
    }
  })
  const stay = openStay({ store, key: `${agentId}_stay`, who: () => who, now, begunAt: facts.begunAt() })

  const ask = async () => {
    isAsking = true
    askedAt = now()
    const { ok } = await call<WidgetProactive>(path)
    isAsking = false
    if (!ok || isOver) return
    rules = ok.rules
    if (!keepsCart()) return
    // What the page has said before the answer came counts as well.
    keepCart(facts.events().reduce(cartWith, laterCart(cart(), ok.cart)))
  }

  const offer = (): Offer | undefined => {
    const kept = ofTab.read<Offer>(offerKey)
    return kept?.who === who && now() - kept.at < offeredMs ? kept : undefined
  }
  /** Off the screen, and out of the conversation it would have begun. */
  const withdraw = ({ id }: Pick<Offer, 'id'>) => {
    ofTab.remove(offerKey)
    if (chat.state.thread.opening === id) chat.offer([])
    if (presented === id) panel?.preview([])
    presented = undefined
  }
  /** Kept until the server has heard it: somebody who closed a message is not to see the next one. */
  const tellClosed = async () => {
    const id = store.text(closedKey)
    if (id && !isPassing(await call(`${path}/dismissed`, { json: { id } }))) store.remove(closedKey)
  }
  const close = (closed: Offer) => {
    withdraw(closed)
    rules = []
    store.setText(closedKey, closed.id)
    tellClosed()
  }
  const present = async (offered: Offer) => {
    presented = offered.id
    chat.offer([offered.message], offered.id)
    if (offered.isSeen) return
    panel = await given.loadPanel().catch(() => undefined)
    if (chat.state.thread.opening === offered.id) panel?.preview([offered.message], () => close(offered))
  }

  const show = async (rule: Rule) => {
    isShowing = true
    rule.showId = rule.showId ?? given.mintId()
    const id = rule.showId
    const json = { id, ruleId: rule.id, url: redact(location.href) }
    const reply = await call<ProactiveShown>(`${path}/shown`, { json })
    isShowing = false
    if (isOver) return
    if (isPassing(reply)) {
      // Asked again under the same id: if the answer alone was lost, it is the same message.
      rule.tries = (rule.tries ?? 0) + 1
      rule.notBefore = now() + backoffMs(rule.tries + 2, Math.random(), reply.retryAfterMs)
      return
    }
    rules = rules.filter(other => other !== rule)
    if (!reply.ok?.shown) return
    const { text, author } = reply.ok
    const at = now()
    const message: Message = {
      id: `offer ${id}`,
      conversationId: '',
      seq: 0,
      kind: 'message',
      author,
      text,
      at: new Date(at).toISOString()
    }
    const made = { who, id, message, at }
    ofTab.write(offerKey, made)
    await present(made)
  }

  /** They are spoken with already. */
  const isHidden = () => root.host.hasAttribute('hidden')
  const isTalking = () => chat.state.conversations.some(({ status }) => status === 'open')

  const look = () => {
    const person = store.text('id')
    if (person !== who) {
      const before = offer()
      if (before) withdraw(before)
      // Nothing left of them at all is an opt-out.
      if (person === null) return stop()
      who = person
      rules = []
      ask()
    }
    const isVisible = document.visibilityState === 'visible'
    if (facts.tick() && !isAsking && now() - askedAt > askAgainMs) ask()
    const stayMs = isVisible ? stay() : 0
    const pending = offer()
    if (pending) return isTalking() ? withdraw(pending) : goOn(pending)
    if (!isVisible || isShowing || given.isOpen() || isHidden() || isTalking() || chat.state.outbox.length) return
    if (now() - facts.begunAt() < earliestMs) return
    const moment = {
      url: redact(location.href),
      seenMs: facts.seenMs(),
      stayMs,
      percent: facts.percent,
      events: facts.events(),
      cart: cart()
    }
    const rule = rules.find(({ conditions, notBefore = 0 }) => notBefore <= now() && fits(conditions, moment))
    if (rule) show(rule)
  }
  /** From an earlier page of this tab, or opened meanwhile. */
  const goOn = (pending: Offer) => {
    if (given.isOpen() && !pending.isSeen) ofTab.write(offerKey, { ...pending, isSeen: true })
    if (presented !== pending.id && chat.state.history === 'ready') present(pending)
  }
  const stop = () => {
    isOver = true
    clearInterval(timer)
    facts.stop()
  }

  tellClosed().then(ask)
  const timer = setInterval(look, tickMs)
  return stop
}
