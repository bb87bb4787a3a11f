import type { Scope } from '@foyer/protocol'

type SettingsPlace = {
  to:
    | '/settings/workspace'
    | '/settings/members'
    | '/settings/inbox'
    | '/settings/keys'
    | '/settings/privacy'
    | '/settings/ledger'
    | '/settings/audit'
    | '/settings/account'
  label: string
  scope?: Scope
}

export const settingsPlaces: SettingsPlace[] = [
  { to: '/settings/workspace', label: 'Workspace', scope: 'workspace:read' },
  { to: '/settings/members', label: 'Members', scope: 'members:read' },
  { to: '/settings/inbox', label: 'Inbox', scope: 'conversations:read' },
  { to: '/settings/keys', label: 'API keys', scope: 'keys:read' },
  { to: '/settings/privacy', label: 'Privacy', scope: 'workspace:read' },
  { to: '/settings/ledger', label: 'What arrived', scope: 'workspace:read' },
  { to: '/settings/audit', label: 'Audit trail', scope: 'audit:read' },
  { to: '/settings/account', label: 'Your account' }
]
