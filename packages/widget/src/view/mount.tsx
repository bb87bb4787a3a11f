import { render } from 'preact'
import type { Chat } from '../chat.ts'
import type { Frame } from '../frame.ts'
import { addStyle } from '../loader/sheets.ts'
import type { Bell } from '../notice/bell.ts'
import type { Message } from '../wire.ts'
import type { Words } from '../words/words.ts'
import { heardPart } from './late.ts'
import css from './panel.css?inline'
import { isFullScreen, Panel } from './panel.tsx'
import type { Given } from './parts.ts'
import { shadesOf } from './shades.ts'
import { warmTimes } from './warm-times.ts'

export type PanelParts = ReturnType<typeof mountPanel>

/** Draws the panel beside the launcher, and again whenever something changed. */
export const mountPanel = ({
  frame,
  chat,
  words,
  language,
  bell,
  open,
  close
}: {
  frame: Frame
  chat: Chat
  words: Words
  language: string
  bell: Bell
  open: () => void
  close: () => void
}) => {
  const { root, launcher, options } = frame
  const slot = document.createElement('div')
  slot.className = 'foyer'
  slot.dir = words.dir
  // In the visitor's own form of the language, where they have one.
  const locale = [options.locale ?? '', ...navigator.languages].find(own => own.startsWith(language)) ?? language
  slot.lang = locale
  addStyle(root, css)
  root.prepend(slot)

  const darkness = matchMedia('(prefers-color-scheme: dark)')
  const wear = () => {
    const { theme } = options
    const worn = theme === 'dark' || (theme !== 'light' && darkness.matches) ? 'dark' : 'light'
    const { link, soft } = shadesOf(frame.colors, frame.accent, worn)
    slot.dataset.theme = worn
    slot.style.colorScheme = worn
    slot.style.setProperty('--link', link)
    slot.style.setProperty('--accent-soft', soft)
  }
  darkness.addEventListener('change', wear)
  wear()

  let opensAt: Given['opensAt']
  let isOpen = false
  let wasOpened = false
  let opened: { text: string | undefined; at: number } = { text: undefined, at: 0 }
  let previewed: Message | undefined
  let onDismiss: (() => void) | undefined
  let announced = ''
  let isDue = false
  let uncover: (() => void) | undefined

  const draw = () => {
    isDue = false
    const { Preview } = (!isOpen && heardPart.of(root)) || {}
    const given: Given = { chat, state: chat.state, words, locale, options, bell, root, opensAt }
    render(
      <>
        {wasOpened && <Panel given={given} isOpen={isOpen} opened={opened} onClose={close} />}
        {Preview && previewed && <Preview message={previewed} given={given} onOpen={open} onClose={() => dismiss()} />}
        <p class="sr" role="status" aria-live="polite">
          {announced}
        </p>
      </>,
      slot
    )
  }
  const drawSoon = () => {
    if (isDue) return
    isDue = true
    queueMicrotask(draw)
  }
  const dismiss = () => {
    previewed = undefined
    onDismiss?.()
    drawSoon()
    launcher.focus()
  }
  const { officeHours } = options
  if (officeHours)
    import('../conversation/hours.ts').then(
      async found => {
        await warmTimes()
        const hours = found.readOfficeHours(officeHours)
        opensAt = hours && (now => found.opensAt(hours, now))
        drawSoon()
      },
      // Without it the usual time to a reply is said.
      () => undefined
    )
  const stopWatching = chat.watch(drawSoon)
  const minute = setInterval(drawSoon, 60_000)

  return {
    open(text?: string) {
      isOpen = true
      wasOpened = true
      previewed = undefined
      opened = { text, at: opened.at + 1 }
      launcher.classList.add('covered')
      if (isFullScreen())
        import('./full-screen.ts').then(
          ({ cover }) => {
            uncover?.()
            uncover = isOpen ? cover(slot) : undefined
          },
          // The page behind it can be scrolled then, and the panel is as high as the window.
          () => undefined
        )
      draw()
    },
    close() {
      isOpen = false
      launcher.classList.remove('covered')
      uncover?.()
      uncover = undefined
      draw()
      launcher.focus()
    },
    /** What has come, said to a screen reader, and shown beside the launcher while the panel is closed. */
    preview(messages: readonly Message[], whenDismissed?: () => void) {
      const last = messages.at(-1)
      if (!isOpen) {
        previewed = last
        onDismiss = whenDismissed
      }
      heardPart.load().then(
        ({ heard }) => {
          if (last) announced = heard(last, words)
          drawSoon()
        },
        () => undefined
      )
      drawSoon()
    },
    /** The page is looked at again, or not any more. */
    look: drawSoon,
    end() {
      stopWatching()
      clearInterval(minute)
      darkness.removeEventListener('change', wear)
      uncover?.()
      render(null, slot)
      slot.remove()
    }
  }
}
