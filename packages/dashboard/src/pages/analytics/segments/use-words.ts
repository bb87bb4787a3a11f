import type { SegmentUse } from '@foyer/protocol'

const kinds = {
  segment: 'the segment',
  report: 'the saved report',
  message: 'the message',
  destination: 'the destination'
} as const

const oneUseText = ({ kind, name }: SegmentUse) => `${kinds[kind]} “${name}”`
/** The first two by name. */
export const usesText = (uses: readonly SegmentUse[]) =>
  `${uses.slice(0, 2).map(oneUseText).join(', ')}${uses.length > 2 ? ` and ${uses.length - 2} more` : ''}`
