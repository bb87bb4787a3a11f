import type { SegmentRule } from '@foyer/protocol'
import { choiceText, filterText, type SegmentName } from '../../../analytics/filters/filter-words.ts'
import { counted } from '../../../words/numbers.ts'

/** A rule in a sentence: what all of its people have in common. */
export function ruleText(rule: SegmentRule, segmentName: SegmentName): string {
  const parts = rule.filters.map(filter => filterText(filter, segmentName))
  if (rule.position) parts.push(positionText(rule.position))
  return parts.length === 0 ? 'Everybody' : parts.join(' · ')
}

export function positionText({ funnel, step, who, days }: NonNullable<SegmentRule['position']>): string {
  const named = funnel.steps[step - 1]
  const words = `step ${step}${named ? ` (${choiceText(named)})` : ''} of a funnel`
  return `${who === 'reached' ? 'Reached' : 'Were lost before'} ${words} in the last ${counted(days, 'day')}`
}
