import type { ResponderUsage } from '@foyer/protocol'

type Item = ResponderUsage['items'][number]
export type Day = Omit<Item, 'agentId'>

const daysShown = 30
const dayMs = 24 * 60 * 60 * 1000
const nothing = { answers: 0, handOvers: 0, failed: 0, promptTokens: 0, completionTokens: 0 }

/** One for each of the last 30 days, the oldest first; a day on which nothing happened is one of zeros. */
export function daysOf(items: readonly Day[], now: number, timezone: string): Day[] {
  const byDay = new Map(items.map(item => [item.day, item]))
  // As YYYY-MM-DD.
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone }).format(now)
  return Array.from({ length: daysShown }, (_, index) => {
    const day = dayBefore(today, daysShown - 1 - index)
    return byDay.get(day) ?? { day, ...nothing }
  })
}

const dayBefore = (day: string, days: number) => new Date(Date.parse(day) - days * dayMs).toISOString().slice(0, 10)

export const sumOf = (items: readonly Day[]): Omit<Day, 'day'> =>
  items.reduce(
    (sum, item) => ({
      answers: sum.answers + item.answers,
      handOvers: sum.handOvers + item.handOvers,
      failed: sum.failed + item.failed,
      promptTokens: sum.promptTokens + item.promptTokens,
      completionTokens: sum.completionTokens + item.completionTokens
    }),
    nothing
  )
