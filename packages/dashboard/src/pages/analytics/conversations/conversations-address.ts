import type { Unit } from '@foyer/protocol'
import { type AnalyticsAddress, readAnalyticsAddress } from '../../../analytics/analytics-address.ts'

export type ConversationsAddress = AnalyticsAddress & { unit?: Unit; source?: string; assignee?: string }

const units: readonly Unit[] = ['hour', 'day', 'week', 'month']

export function readConversationsAddress(raw: Record<string, unknown>): ConversationsAddress {
  const unit = units.find(one => one === raw.unit)
  const source = typeof raw.source === 'string' && raw.source.length <= 100 ? raw.source : undefined
  const assignee = /^(mem_[0-9a-f]{32}|none)$/.test(String(raw.assignee)) ? String(raw.assignee) : undefined
  return {
    ...readAnalyticsAddress(raw),
    ...(unit && { unit }),
    ...(source && { source }),
    ...(assignee && { assignee })
  }
}
