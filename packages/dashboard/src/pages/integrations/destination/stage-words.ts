import type { DeliveryState, DestinationFigures } from '@foyer/protocol'
import { failedStates } from '../debugger/delivery-words.ts'

export type StageName = DestinationFigures['stages'][number]['stage']

export const stageWords: Record<StageName, { name: string; meaning: string }> = {
  received: { name: 'Received', meaning: 'events of its agents' },
  filtered: { name: 'Filtered', meaning: 'the mapping does not want' },
  withheld: { name: 'Withheld', meaning: 'by consent' },
  retried: { name: 'Retried', meaning: 'tried more than once' },
  failed: { name: 'Failed', meaning: 'given up' },
  delivered: { name: 'Delivered', meaning: 'it has them' }
}

/** Which deliveries stand behind a figure; of what was filtered there are none. */
export const statesOf: Record<StageName, readonly DeliveryState[] | undefined> = {
  received: undefined,
  filtered: undefined,
  withheld: ['withheld'],
  retried: ['retrying'],
  failed: failedStates,
  delivered: ['delivered']
}

/** "12 %", "0.4 %"; nothing of nothing is 0 %. */
export function shareText(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0\u00a0%'
  const share = (part / whole) * 100
  return `${share.toFixed(share < 10 ? 1 : 0)}\u00a0%`
}
