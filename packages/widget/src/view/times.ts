import type { Words } from '../words/words.ts'

const formats = new Map<string, Intl.DateTimeFormat>()
const format = (locale: string, at: number, options: Intl.DateTimeFormatOptions): string => {
  const key = locale + JSON.stringify(options)
  const kept = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, kept)
  return kept.format(at)
}

const dayKey = (at: number) => new Date(at).toDateString()

export const clockOf = (locale: string, at: string): string =>
  format(locale, Date.parse(at), { hour: 'numeric', minute: '2-digit' })

export const dayOf = (locale: string, words: Words, at: string, now: number): string => {
  const then = Date.parse(at)
  if (dayKey(then) === dayKey(now)) return words.today
  if (dayKey(then) === dayKey(now - 86_400_000)) return words.yesterday
  const isThisYear = new Date(then).getFullYear() === new Date(now).getFullYear()
  return format(locale, then, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    ...(!isThisYear && { year: 'numeric' })
  })
}

/** Short enough for a list: the time today, the day before that. */
export const whenOf = (locale: string, words: Words, at: string, now: number): string => {
  const then = Date.parse(at)
  if (dayKey(then) === dayKey(now)) return clockOf(locale, at)
  if (dayKey(then) === dayKey(now - 86_400_000)) return words.yesterday
  return format(locale, then, { day: 'numeric', month: 'short' })
}
