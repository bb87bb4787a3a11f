import type { SegmentUse } from '@foyer/protocol'
import { segmentUseWords } from '@foyer/protocol/plain'

const oneUseText = ({ kind, name }: SegmentUse) => `${segmentUseWords[kind]} “${name}”`
/** The first two by name. */
export const usesText = (uses: readonly SegmentUse[]) =>
  `${uses.slice(0, 2).map(oneUseText).join(', ')}${uses.length > 2 ? ` and ${uses.length - 2} more` : ''}`
