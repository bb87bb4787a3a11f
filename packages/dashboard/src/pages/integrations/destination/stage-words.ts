import type { DestinationFigures } from '@foyer/protocol'
import { failedStates } from '../debugger/delivery-words.ts'
import type { DeliveriesAddress } from '../integrations-address.ts'

export type StageName = DestinationFigures['stages'][number]['stage']

export const stageWords: Record<StageName, { name: string; meaning: string }> = {
  received: { name: 'Received', meaning: 'events of its agents' },
  filtered: { name: 'Filtered', meaning: 'not wanted, or not in its segment' },
  withheld: { name: 'Withheld', meaning: 'by consent' },
  retried: { name: 'Retried', meaning: 'tries in vain, made again' },
  failed: { name: 'Failed', meaning: 'refused or given up' },
  delivered: { name: 'Delivered', meaning: 'it has them' }
}

/** Which deliveries stand behind a figure; of what the mapping does not want there are none. */
export const behind: Readonly<Record<StageName, Pick<DeliveriesAddress, 'state' | 'retried'> | undefined>> = {
  received: undefined,
  filtered: undefined,
  withheld: { state: 'withheld' },
  retried: { retried: 'yes' },
  failed: { state: failedStates.join(',') },
  delivered: { state: 'delivered' }
}

/** "12 %", "0.4 %"; nothing of nothing is 0 %. */
export function shareText(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0\u00a0%'
  const share = (part / whole) * 100
  return `${share.toFixed(share < 10 ? 1 : 0)}\u00a0%`
}
