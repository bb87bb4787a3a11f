import type { Scope } from '@foyer/protocol'
import { ChartLine, Code2, Inbox, type LucideIcon, Radio, Settings, Users } from 'lucide-react'

export type Place = {
  to: '/live' | '/inbox' | '/people' | '/analytics' | '/agents' | '/settings'
  label: string
  icon: LucideIcon
  key: string
  scope?: Scope
}

/** The sidebar, the bottom bar and ⌘K list these, in this order; a page that is built is added here. */
export const places: Place[] = [
  { to: '/live', label: 'Live', icon: Radio, key: 'l', scope: 'live:read' },
  { to: '/inbox', label: 'Inbox', icon: Inbox, key: 'i', scope: 'conversations:read' },
  { to: '/people', label: 'People', icon: Users, key: 'p', scope: 'people:read' },
  { to: '/analytics', label: 'Analytics', icon: ChartLine, key: 'n', scope: 'analytics:read' },
  { to: '/agents', label: 'Agents', icon: Code2, key: 'a', scope: 'agents:read' },
  { to: '/settings', label: 'Settings', icon: Settings, key: 's' }
]
