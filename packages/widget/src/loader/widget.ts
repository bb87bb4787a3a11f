import type { EventName } from '../frame.ts'
import type { WidgetOptions } from '../options.ts'
import { type Mounted, mount } from './mount.ts'
import { readScriptTag } from './script-tag.ts'

/** Set by build.mjs: the part that is loaded when somebody comes near the launcher. */
declare const corePart: string

type Heard = (detail: unknown) => void
type Call = [name: string, ...given: unknown[]]
type Stub = Record<string, unknown> & { q?: Call[] }
/** What is told on `window` too, by the names LiveLayer's own widget uses. */
const pageEvents: Partial<Record<EventName, string>> = {
  ready: 'loaded',
  open: 'opened',
  close: 'closed',
  conversation: 'conversation:started'
}

const trackerCalls = ['identify', 'track', 'page', 'reset', 'optOut', 'optIn', 'ready']
/** A launcher in the team's colours is waited for this long; after it the widget comes as it comes. */
const lookMs = 4_000

const boot = () => {
  const tag = readScriptTag()
  const page = window as unknown as { LiveLayer?: { chat?: Stub; q?: unknown } } & Record<string, unknown>
  const there = page.LiveLayer
  // An element of the page with that id is nothing of ours.
  const own = there && Object.getPrototypeOf(there) === Object.prototype ? there : undefined
  if (!tag || (own?.chat && 'isOpen' in own.chat)) return

  let wanted: { agentId: string } | undefined
  let mounted: Mounted | undefined
  let early: ((widget: Mounted) => void)[] = []
  let unread = 0
  const heard = new Map<string, Set<Heard>>()

  const tell = (name: EventName, detail: unknown = {}) => {
    if (name === 'unread') unread = (detail as { unread: number }).unread
    for (const listener of heard.get(name) ?? []) {
      try {
        listener(detail)
      } catch (error) {
        console.error(error)
      }
    }
    if (pageEvents[name]) window.dispatchEvent(new CustomEvent(`livelayer:${pageEvents[name]}`, { detail }))
  }
  const load = () => {
    const part = (name: string) => import(/* @vite-ignore */ new URL(`widget/${name}`, tag.src).href)
    // A copy of this script that outlived an update of the server asks for a part that is gone: then the newest will do.
    return part(corePart).catch(() => part(`core.js?${Date.now()}`))
  }
  /** Before the page has said whose chat it is nothing is kept but the wish. */
  const use = (work: (widget: Mounted) => void) => {
    if (mounted) work(mounted)
    else early.push(work)
  }
  const takeOff = () => {
    mounted?.remove()
    mounted = wanted = undefined
  }
  const injectWidget = async (agentId: unknown, given?: WidgetOptions | null) => {
    const own = { ...tag.options, ...given }
    const { visitor, apiBase = '' } = own
    if (typeof agentId !== 'string' || !/^agt_[\da-f]{32}$/.test(agentId))
      return console.warn('Foyer: injectWidget needs the agent id, agt_… from the Agents page.')
    if (wanted?.agentId === agentId) return visitor && use(widget => widget.describe(visitor))
    takeOff()
    const mine = { agentId }
    wanted = mine
    const base = apiBase.replace(/\/+$/, '')
    // How the team wants it; the page has the last word.
    const ask = async () => {
      const answer = await fetch(`${base}/api/widget/${agentId}`, { credentials: 'omit' })
      return answer.ok && answer.json()
    }
    const look = await Promise.race([ask(), new Promise(done => setTimeout(done, lookMs))]).catch(() => undefined)
    // Meanwhile it was taken off again, or another was named.
    if (wanted !== mine) return
    mounted = mount(agentId, { ...(look as WidgetOptions), ...own, apiBase: base }, load, tell)
    mounted.whenIdle()
    for (const work of early.splice(0)) work(mounted)
  }
  const remove = () => {
    takeOff()
    early = []
  }

  const methods = {
    open: (text?: string) => use(widget => widget.open(typeof text === 'string' ? text : undefined)),
    close: () => mounted?.close(),
    toggle: () => use(widget => (widget.isOpen() ? widget.close() : widget.open())),
    /** The launcher, and with it everything. */
    show: () => use(widget => widget.show(true)),
    hide: () => use(widget => widget.show(false)),
    /** The person has signed out on this page. */
    signOut: () => mounted?.signOut(),
    remove,
    on(name: EventName, listener: Heard) {
      const listeners = heard.get(name) ?? new Set()
      heard.set(name, listeners.add(listener))
      return () => void listeners.delete(listener)
    }
  }
  // What the page or the tracker left in our place becomes ours, so that references to it go on working.
  const chat: Stub = Object.assign(own?.chat ?? {}, methods)
  const push = ([name, ...given]: Call) => (methods[name as 'open'] as Heard)?.(...(given as [unknown]))
  const waiting = chat.q ?? []
  Object.defineProperties(chat, {
    isOpen: { get: () => !!mounted?.isOpen() },
    unread: { get: () => unread },
    q: { value: { push } }
  })
  // The tracker, if it comes later, takes this object over with its queue; until then calls to it wait there.
  if (own) own.chat = chat
  else {
    const q: unknown[] = []
    const calls = trackerCalls.map(name => [name, (...given: unknown[]) => void q.push([name, ...given])])
    page.LiveLayer = { ...Object.fromEntries(calls), q, chat }
  }
  Object.assign(window, { injectWidget, FluentBotChatWidget: { injectWidget, removeWidget: remove } })
  window.addEventListener('livelayer:open', () => methods.open())
  window.addEventListener('livelayer:close', methods.close)
  if (tag.isAuto && tag.agentId) injectWidget(tag.agentId)
  for (const call of waiting) push(call)
}

try {
  boot()
} catch (error) {
  // A page that hides what we need from us is left alone.
  console.debug('Foyer', error)
}
