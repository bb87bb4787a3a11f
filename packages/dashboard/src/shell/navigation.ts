import type { Scope } from '@foyer/protocol'
import { ChartLine, Code2, Inbox, type LucideIcon, Radio, Send, Settings, Users } from 'lucide-react'

export type Place = {
  to: '/live' | '/inbox' | '/people' | '/analytics' | '/integrations' | '/agents' | '/settings'
  label: string
  icon: LucideIcon
  key: string
  scope?: Scope
  /** On a phone it is under "More": seven do not fit under a thumb. */
  isMore?: true
}

/** The sidebar, the bottom bar and ⌘K list these, in this order; a page that is built is added here. */
export const places: Place[] = [
  { to: '/live', label: 'Live', icon: Radio, key: 'l', scope: 'live:read' },
  { to: '/inbox', label: 'Inbox', icon: Inbox, key: 'i', scope: 'conversations:read' },
  { to: '/people', label: 'People', icon: Users, key: 'p', scope: 'people:read' },
  { to: '/analytics', label: 'Analytics', icon: ChartLine, key: 'n', scope: 'analytics:read' },
  { to: '/integrations', label: 'Integrations', icon: Send, key: 't', scope: 'destinations:read', isMore: true },
  { to: '/agents', label: 'Agents', icon: Code2, key: 'a', scope: 'agents:read', isMore: true },
  { to: '/settings', label: 'Settings', icon: Settings, key: 's', isMore: true }
]
