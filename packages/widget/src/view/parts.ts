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

export const dayKey = (at: number) => new Date(at).toDateString()

export const clockOf = (locale: string, at: string): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(Date.parse(at))

export const dayOf = (locale: string, words: Words, at: string, now: number): string => {
  const then = Date.parse(at)
  if (dayKey(then) === dayKey(now)) return words.today
  if (dayKey(then) === dayKey(now - 86_400_000)) return words.yesterday
  const isThisYear = new Date(then).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    ...(!isThisYear && { year: 'numeric' })
  }).format(then)
}

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map(word => [...word][0] ?? '')
    .filter((_, at, all) => at === 0 || at === all.length - 1)
    .join('')
    .toUpperCase()
