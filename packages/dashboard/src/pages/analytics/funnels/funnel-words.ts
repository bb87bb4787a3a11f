import type { FunnelQuestion } from '@foyer/protocol'
import { durationText } from '../../../time/relative.ts'

export const orderWords: Record<NonNullable<FunnelQuestion['order']>, { label: string; meaning: string }> = {
  ordered: { label: 'In this order', meaning: 'Other events may lie between the steps.' },
  strict: {
    label: 'Straight after one another',
    meaning: 'Nothing may lie between the steps but scrolling and leaving a page.'
  },
  any: { label: 'In any order', meaning: 'Each step counts whenever it happened.' }
}

const windowUnits = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' } as const
export const windowChoices = ['30m', '1h', '1d', '7d', '14d', '30d', '90d'] as const

/** "14 days", "30 minutes". */
export function windowWords(window: string): string {
  const [, amount = '', unit = 'd'] = /^(\d+)([smhdw])$/.exec(window) ?? []
  const word = windowUnits[unit as keyof typeof windowUnits]
  return `${amount} ${word}${amount === '1' ? '' : 's'}`
}

/** How long people took: "4 min", "2 days". */
export const tookText = (seconds: number): string => durationText(seconds * 1000)

/** Under a narrow bar: "30s", "10m", "12h", "2d". */
export function shortTook(seconds: number): string {
  const [unit, length] = (
    [
      ['d', 86_400],
      ['h', 3_600],
      ['m', 60]
    ] as const
  ).find(([, length]) => seconds >= length && (length < 86_400 || seconds >= 2 * length)) ?? ['s', 1]
  return `${Math.round(seconds / length)}${unit}`
}

/** What they took no longer than; a second where it was less. */
export const atMostText = (seconds: number): string => tookText(Math.max(1, seconds))
