/**
 * The page in the frame beside the settings of the look: the real widget, over a server that is only simulated here. The frame has
 * no storage and no cookies (sandbox), and its policy lets no request out, so nobody is identified and nothing is said to anybody.
 */
import type { AgentLook } from '@foyer/protocol'
import { createSimulatedServer } from '../testing/simulated-server.ts'

/** What the dashboard sends: the look as it is being set, and how the page around it is. */
type Wanted = { look: AgentLook; isDark: boolean }
type Page = Window & {
  injectWidget?: (agentId: string) => Promise<void>
  FluentBotChatWidget?: { removeWidget(): void }
  LiveLayer?: { chat: { open(): void; isOpen: boolean; on(name: 'message', heard: () => void): void } }
}

const page: Page = window
const agentId = `agt_${'0'.repeat(32)}`
const thinkingMs = 900
const answerMs = 2_400
const settledMs = 250

const server = createSimulatedServer({
  now: () => Date.now(),
  later(work: () => void, ms: number) {
    const timer = setTimeout(work, ms)
    return () => {
      clearTimeout(timer)
      return undefined
    }
  }
})
let wanted: Wanted = { look: {}, isDark: false }
let answered = 0

const answerSoon = () => {
  const said = server.shown().filter(({ author }) => author.kind === 'visitor').length
  if (said <= answered) return
  answered = said
  const conversationId = server.conversations.at(-1)?.facts.id ?? ''
  setTimeout(() => server.typing(conversationId), thinkingMs)
  setTimeout(
    () => server.teamSays('This is how an answer of yours looks. Nothing said here leaves this page.'),
    answerMs
  )
}

const answer = async (path: string, init: RequestInit): Promise<Response> => {
  if (path.startsWith('/api/widget/')) return Response.json(wanted.look)
  const { status, body } = await server.http(path, {
    ...(typeof init.body === 'string' && { json: JSON.parse(init.body) })
  })
  answerSoon()
  return status === 204 ? new Response(null, { status }) : Response.json(body ?? {}, { status })
}

class SimulatedSocket {
  private readonly wire = server.openWire()
  set onopen(heard: () => void) {
    this.wire.onopen = heard
  }
  set onmessage(heard: (event: { data: unknown }) => void) {
    this.wire.onmessage = heard
  }
  set onclose(heard: () => void) {
    this.wire.onclose = heard
  }
  send(text: string) {
    this.wire.send(text)
  }
  close() {
    this.wire.close()
  }
}

Object.assign(window, {
  fetch: (url: string, init: RequestInit = {}) => {
    const { pathname, search } = new URL(url, location.href)
    return answer(pathname + search, init)
  },
  WebSocket: SimulatedSocket
})

/** Worn anew; what was open is open again. */
const wear = async () => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    wanted.isDark ? ':root{color-scheme:dark;background:#1c1d1b}' : ':root{color-scheme:light;background:#fff}'
  )
  document.adoptedStyleSheets = [sheet]
  const wasOpen = page.LiveLayer?.chat.isOpen === true
  page.FluentBotChatWidget?.removeWidget()
  await page.injectWidget?.(agentId)
  // Without a launcher the page would open it; here nobody could.
  if (wasOpen || wanted.look.launcher === 'none') page.LiveLayer?.chat.open()
}

let worn: ReturnType<typeof setTimeout> | undefined
// One after another: on a slow machine a second look came while the first was still being put on, and neither was left standing.
let wearing = Promise.resolve()
const wearNext = () => {
  wearing = wearing.then(wear).catch(error => console.error(error))
}
window.addEventListener('message', event => {
  if (event.source !== window.parent) return
  const { look, isDark } = event.data as Wanted
  if (!look) return
  const isFirst = worn === undefined
  wanted = { look, isDark: isDark === true }
  clearTimeout(worn)
  worn = setTimeout(wearNext, isFirst ? 0 : settledMs)
})
window.addEventListener('load', () => window.parent.postMessage('ready', '*'))
