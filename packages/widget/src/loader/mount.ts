import type { EventName, Frame, Running } from '../frame.ts'
import type { PageVisitor } from '../line/identity.ts'
import type { WidgetOptions } from '../options.ts'
import { accentOf, colors, dress } from './dress.ts'
import css from './launcher.css?inline'
import { addStyle } from './sheets.ts'

const idleMs = 3_000

export type Mounted = ReturnType<typeof mount>

/** The launcher, in a shadow root of its own. What is behind it is loaded when a pointer or the keyboard comes near, or it is idle. */
export const mount = (
  agentId: string,
  options: WidgetOptions,
  load: () => Promise<{ start(frame: Frame): Promise<Running> }>,
  tell: (name: EventName, detail?: unknown) => void
) => {
  const host = document.createElement('div')
  host.setAttribute('role', 'complementary')
  host.setAttribute('aria-label', 'Chat')
  const root = host.attachShadow({ mode: 'open' })
  addStyle(root, css + dress(options))
  const launcher = document.createElement('button')
  const badge = document.createElement('span')
  launcher.type = 'button'
  launcher.className = 'launcher'
  // A word of every language, until those of the visitor's are loaded.
  launcher.setAttribute('aria-label', 'Chat')
  launcher.setAttribute('aria-haspopup', 'dialog')
  launcher.setAttribute('aria-expanded', 'false')
  const text = String(options.launcher ?? 'bubble')
  launcher.hidden = /^(?:none|false)$/.test(text)
  badge.className = 'badge'
  badge.hidden = true
  launcher.append(text === 'bubble' ? '' : text, badge)
  root.append(launcher)

  let running: Promise<Running> | undefined
  let isGone = false
  const run = (): Promise<Running> => {
    running =
      running ??
      load().then(({ start }) =>
        start({ agentId, options, root, launcher, badge, accent: accentOf(options), colors, tell })
      )
    // Blocked or unreachable: asked for again at the next wish.
    running.catch(() => {
      running = undefined
    })
    return running
  }
  const use = (work: (running: Running) => void) => {
    if (!isGone) run().then(work, () => tell('close'))
  }

  const attach = () => {
    if (!isGone && !host.isConnected) document.documentElement.append(host)
  }
  // Beside the body, where frameworks that replace or hydrate it leave us alone; and back again when somebody does not.
  const observer = new MutationObserver(attach)
  observer.observe(document, { childList: true })
  observer.observe(document.documentElement, { childList: true })
  attach()

  for (const near of ['pointerenter', 'focus', 'touchstart'])
    launcher.addEventListener(near, () => run().catch(() => undefined), { once: true, passive: true })
  launcher.addEventListener('click', () => {
    if (launcher.getAttribute('aria-expanded') === 'true') use(now => now.close())
    else use(now => now.open())
  })

  return {
    agentId,
    root,
    /** After the page itself is done. */
    whenIdle() {
      // Where there is no idleness to ask for, the number that is no number means at once.
      const idle = window.requestIdleCallback ?? (setTimeout as unknown as typeof requestIdleCallback)
      const begin = () => !isGone && run().catch(() => undefined)
      // A page that is never idle, or a frame out of sight, is not asked to be: it never would be.
      const soon = () => idle(begin, { timeout: idleMs })
      if (document.readyState === 'complete') soon()
      else window.addEventListener('load', soon, { once: true })
    },
    open: (text?: string) => use(now => now.open(text)),
    close: () => running && use(now => now.close()),
    isOpen: () => launcher.getAttribute('aria-expanded') === 'true',
    describe: (visitor: PageVisitor) => use(now => now.describe(visitor)),
    signOut: () => use(now => now.signOut()),
    show(isShown: boolean) {
      host.hidden = !isShown
    },
    remove() {
      isGone = true
      observer.disconnect()
      running?.then(now => now.end()).catch(() => undefined)
      host.remove()
    }
  }
}
