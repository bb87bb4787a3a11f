import type { Chat } from '../chat.ts'
import type { ChatState } from '../conversation/state.ts'
import type { Bell } from '../notice/bell.ts'
import type { WidgetOptions } from '../options.ts'
import type { Words } from '../words/words.ts'

/** What every part of the panel is given. */
export type Given = {
  chat: Chat
  state: ChatState
  words: Words
  locale: string
  options: WidgetOptions
  bell: Bell
  root: ShadowRoot
  /** When the office opens next; null while it is open. */
  opensAt: ((now: number) => number | null) | undefined
}

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map(word => [...word][0] ?? '')
    .filter((_, at, all) => at === 0 || at === all.length - 1)
    .join('')
    .toUpperCase()
