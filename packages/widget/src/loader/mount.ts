import type { EventName, Frame, Running } from '../frame.ts'
import type { PageVisitor } from '../line/identity.ts'
import type { WidgetOptions } from '../options.ts'
import { accentOf, colors, dress } from './dress.ts'
import css from './launcher.css?inline'
import { addStyle } from './sheets.ts'

export type Mounted = ReturnType<typeof mount>

/** Said of the launcher before the words are loaded. */
const openIn: Record<string, string> = {
  de: 'Chat öffnen',
  fr: 'Ouvrir la discussion',
  es: 'Abrir el chat',
  pt: 'Abrir o chat',
  ar: 'فتح المحادثة'
}
const shapes = {
  open: 'M12 3.5c-5 0-9 3.4-9 7.7 0 2.3 1.2 4.4 3.1 5.8-.1 1.2-.6 2.3-1.5 3.2 1.9-.1 3.6-.8 4.9-1.9.8.2 1.6.3 2.5.3 5 0 9-3.3 9-7.4s-4-7.7-9-7.7Z',
  shut: 'm6 6 12 12M18 6 6 18'
}

const shape = (name: keyof typeof shapes) => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  const given = {
    viewBox: '0 0 24 24',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '1.8',
    'aria-hidden': 'true',
    class: name
  }
  for (const [key, value] of Object.entries(given)) svg.setAttribute(key, value)
  path.setAttribute('stroke-linecap', 'round')
  path.setAttribute('stroke-linejoin', 'round')
  path.setAttribute('d', shapes[name])
  svg.append(path)
  return svg
}

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
  const language = (options.locale || document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase()
  launcher.type = 'button'
  launcher.className = 'launcher'
  launcher.setAttribute('aria-label', openIn[language] ?? 'Open chat')
  launcher.setAttribute('aria-haspopup', 'dialog')
  launcher.setAttribute('aria-expanded', 'false')
  launcher.hidden = options.launcher === 'none'
  badge.className = 'badge'
  badge.hidden = true
  launcher.append(shape('open'), shape('shut'))
  if (options.launcher && !['none', 'bubble'].includes(options.launcher)) launcher.append(options.launcher)
  launcher.append(badge)
  root.append(launcher)

  let running: Promise<Running> | undefined
  let isGone = false
  const run = (): Promise<Running> => {
    running =
      running ??
      load().then(({ start }) =>
        start({
          agentId,
          apiBase: (options.apiBase ?? '').replace(/\/+$/, ''),
          options,
          root,
          launcher,
          badge,
          accent: accentOf(options),
          colors,
          tell
        })
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
      const begin = () => !isGone && run().catch(() => undefined)
      const soon = () => (window.requestIdleCallback ?? setTimeout)(begin)
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
