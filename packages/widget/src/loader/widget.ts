import type { EventName } from '../frame.ts'
import type { WidgetOptions } from '../options.ts'
import { type Mounted, mount } from './mount.ts'
import { readScriptTag } from './script-tag.ts'

/** Set by build.mjs: the part that is loaded when somebody comes near the launcher. */
declare const corePart: string

type Heard = (detail: unknown) => void
/** What is told on `window` too, by the names LiveLayer's own widget uses. */
const pageEvents: Partial<Record<EventName, string>> = {
  ready: 'loaded',
  open: 'opened',
  close: 'closed',
  conversation: 'conversation:started'
}

const trackerCalls = ['identify', 'track', 'page', 'reset', 'optOut', 'optIn', 'ready']

const boot = () => {
  const tag = readScriptTag()
  const page = window as unknown as { LiveLayer?: { chat?: unknown; q?: unknown } } & Record<string, unknown>
  const there = page.LiveLayer
  // An element of the page with that id is nothing of ours.
  const own = there && Object.getPrototypeOf(there) === Object.prototype ? there : undefined
  if (!tag || own?.chat) return

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
  const injectWidget = (agentId: unknown, given?: WidgetOptions | null) => {
    const options = { ...tag.options, ...given }
    if (typeof agentId !== 'string' || !/^agt_[\da-f]{32}$/.test(agentId))
      return console.warn('Foyer: injectWidget needs the agent id, agt_… from the Agents page.')
    if (mounted?.agentId === agentId) {
      if (options.visitor) mounted.describe(options.visitor)
      return
    }
    mounted?.remove()
    const begin = () => {
      const widget = mount(agentId, options, load, tell)
      mounted = widget
      widget.whenIdle()
      for (const work of early.splice(0)) work(widget)
    }
    if (document.documentElement) begin()
    else document.addEventListener('readystatechange', begin, { once: true })
  }
  const remove = () => {
    mounted?.remove()
    mounted = undefined
    early = []
  }

  const chat = {
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
    },
    get isOpen() {
      return !!mounted?.isOpen()
    },
    get unread() {
      return unread
    }
  }
  // The tracker, if it comes later, takes this object over with its queue; until then calls to it wait there.
  if (own) own.chat = chat
  else {
    const q: unknown[] = []
    const waiting = trackerCalls.map(name => [name, (...given: unknown[]) => void q.push([name, ...given])])
    page.LiveLayer = { ...Object.fromEntries(waiting), q, chat }
  }
  Object.assign(window, { injectWidget, FluentBotChatWidget: { injectWidget, removeWidget: remove } })
  window.addEventListener('livelayer:open', () => chat.open())
  window.addEventListener('livelayer:close', chat.close)
  if (tag.isAuto && tag.agentId) injectWidget(tag.agentId)
}

try {
  boot()
} catch (error) {
  // A page that hides what we need from us is left alone.
  console.debug('Foyer', error)
}
