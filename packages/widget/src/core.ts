import { createChat } from './chat.ts'
import { unreadIn } from './conversation/state.ts'
import type { Frame, Running } from './frame.ts'
import { createApi } from './line/api.ts'
import { createHttp } from './line/http.ts'
import { createIdentity } from './line/identity.ts'
import { randomUuid } from './line/ids.ts'
import { webLock } from './line/lock.ts'
import { pause } from './line/pause.ts'
import { redact } from './line/redact.ts'
import type { Wire } from './line/socket.ts'
import { openStore, prefix } from './line/storage.ts'
import { isTracked } from './line/visit.ts'
import { createBell } from './notice/bell.ts'
import { createTitleNotice } from './notice/title.ts'
import type { PanelParts } from './view/mount.tsx'
import { fill, languageOf, loadWords } from './words/words.ts'

const checkPersonMs = 2_000

/** Everything behind the launcher but what is seen: who this is, the line, what was said. The panel is loaded when it is wanted. */
export const start = async (frame: Frame): Promise<Running> => {
  const { agentId, options, launcher, badge } = frame
  const { apiBase = '' } = options
  const disk = openStore(() => localStorage)
  const isOut = !!disk.text('out') || !!openStore(() => sessionStorage).text('out')
  // Whoever opted out may still talk: then nothing of it outlives the page.
  const store = isOut
    ? openStore(() => {
        throw new Error('opted out')
      })
    : disk
  const bytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))
  const now = () => Date.now()
  const later = (work: () => void, ms: number) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  }
  const page = () => ({ url: location.href, title: document.title, referrer: document.referrer })
  const context = () => {
    const { url, title, referrer } = page()
    return {
      url: redact(url),
      title: title.slice(0, 512),
      referrer: redact(referrer),
      locale: navigator.language,
      // The first Intl of a process reads every locale there is: 60 ms of a page four times slower, which Temporal does without.
      timezone:
        typeof Temporal === 'undefined' ? Intl.DateTimeFormat().resolvedOptions().timeZone : Temporal.Now.timeZoneId(),
      screen: { width: screen.width, height: screen.height },
      library: { name: 'foyer-widget', version }
    }
  }
  const http = createHttp((url, init) => fetch(url, init), apiBase)
  const identity = createIdentity({ agentId, store, http, bytes, lock: webLock, context })
  const language = languageOf([options.locale ?? '', document.documentElement.lang, ...navigator.languages])
  const words = await loadWords(language)
  await pause()
  const title = createTitleNotice()
  const bell = createBell(store, agentId, options.sound !== false)

  let panel: PanelParts | undefined
  let loading: Promise<PanelParts> | undefined
  let isOpen = false
  let isOver = false
  let stopPages: (() => void) | undefined
  let watching: Promise<(() => void) | undefined> | undefined
  let shownUnread = -1

  const api = createApi(http, identity)
  const mintId = () => randomUuid(bytes)
  const chat = createChat({
    agentId,
    store,
    identity,
    api,
    // Its listeners hear an event, which a wire's have no use for.
    openWire: () => new WebSocket(`${apiBase.replace(/^http/, 'ws')}/api/live`) as Wire,
    lock: webLock,
    now,
    later,
    random: Math.random,
    mintId,
    // A conversation is in the language the chat speaks here, whatever the browser prefers: answers by themselves go by it.
    context: () => ({ ...context(), ...(!navigator.language.startsWith(language) && { locale: language }) }),
    onNews(messages) {
      frame.tell('message', { messages: messages.map(({ id, text, author, at }) => ({ id, text, author, at })) })
      if (isOpen && isVisible()) return panel?.preview(messages)
      bell.ring()
      loadPanel().then(
        shown => shown.preview(messages),
        () => undefined
      )
    },
    onProactive() {
      if (mayWatch())
        // A part that could not be loaded is asked for again when the line is next opened.
        watching ??= import('./proactive/watch.ts').then(
          ({ watchRules }) =>
            watchRules({ frame, store, identity, api, chat, now, mintId, isOpen: () => isOpen, loadPanel }),
          () => (watching = undefined)
        )
    }
  })
  if (options.visitor) identity.describe(options.visitor)

  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean }
  /** Nothing of itself for somebody who has said no to being watched, or where the page has. */
  const mayWatch = () => options.trackPages !== false && !isOut && doNotTrack !== '1' && globalPrivacyControl !== true
  const isVisible = () => document.visibilityState === 'visible'
  const showUnread = () => {
    const unread = chat.state.isTurnedAway ? 0 : unreadIn(chat.state)
    title.show(isVisible() ? 0 : unread)
    if (unread === shownUnread) return
    shownUnread = unread
    badge.hidden = !unread || isOpen
    // Nothing is no figure: a click on the launcher is told by its words.
    badge.textContent = unread > 9 ? '9+' : String(unread || '')
    label()
    frame.tell('unread', { unread })
  }
  const label = () => {
    const unread = shownUnread > 0 && !isOpen ? `, ${fill(words.unread, { n: shownUnread })}` : ''
    launcher.setAttribute('aria-label', (isOpen ? words.close : words.open) + unread)
    launcher.setAttribute('aria-expanded', String(isOpen))
    badge.hidden = shownUnread < 1 || isOpen
  }

  const loadPanel = () => {
    loading =
      loading ??
      import('./view/mount.tsx').then(async ({ mountPanel }) => {
        await pause()
        panel = mountPanel({
          frame,
          chat,
          words,
          language,
          bell,
          close: () => running.close(),
          open: () => running.open()
        })
        return panel
      })
    // A part that could not be loaded is asked for again at the next click.
    loading.catch(() => {
      loading = undefined
    })
    return loading
  }

  const onVisibility = () => {
    panel?.look()
    showUnread()
    if (isVisible()) chat.checkPerson()
  }
  const onShow = (event: PageTransitionEvent) => {
    if (event.persisted && (identity.hasToken() || isOpen)) chat.connect()
  }
  const onOnline = () => {
    if (chat.state.line !== 'resting') chat.connect()
  }
  const onStorage = (event: StorageEvent) => {
    if (event.key === null || event.key.startsWith(prefix)) chat.stored(event.key?.slice(prefix.length) ?? null)
  }
  const life = new AbortController()
  const { signal } = life
  document.addEventListener('visibilitychange', onVisibility, { signal })
  window.addEventListener('pagehide', () => chat.rest(), { signal })
  window.addEventListener('pageshow', onShow, { signal })
  window.addEventListener('online', onOnline, { signal })
  window.addEventListener('storage', onStorage, { signal })
  const checking = setInterval(() => chat.checkPerson(), checkPersonMs)
  let conversation = chat.state.thread.id
  await pause()
  const stopWatching = chat.watch(() => {
    showUnread()
    const { id } = chat.state.thread
    if (id && id !== conversation) frame.tell('conversation', { id })
    conversation = id
  })

  const running: Running = {
    async open(text) {
      bell.wake()
      const shown = await loadPanel()
      await pause()
      if (!isOpen) {
        isOpen = true
        chat.connect()
        label()
        frame.tell('open')
      }
      shown.open(text)
    },
    close() {
      if (!isOpen) return
      isOpen = false
      panel?.close()
      label()
      frame.tell('close')
    },
    describe: visitor => chat.describe(visitor),
    signOut: () => chat.signOut(),
    end() {
      isOver = true
      life.abort()
      clearInterval(checking)
      stopWatching()
      stopPages?.()
      watching?.then(stop => stop?.())
      title.show(0)
      panel?.end()
      chat.end()
    }
  }

  label()
  if (mayWatch() && !isTracked(store, agentId, performance.timeOrigin))
    import('./line/pages.ts').then(
      ({ reportPages }) => {
        if (!isOver) stopPages = reportPages({ agentId, http, identity, now, bytes, page, redact })
      },
      // The chat goes on without.
      () => undefined
    )
  // Somebody known already may have an answer waiting, or be spoken to.
  if (identity.hasToken() || mayWatch()) chat.connect()
  frame.tell('ready')
  return running
}

/** Set by build.mjs. */
declare const version: string
