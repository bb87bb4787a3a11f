import type { Scope } from '@foyer/protocol'

const meanings: Partial<Record<Scope, string>> = {
  'visitors:write': 'Send events and identify, for any visitor of this workspace',
  'people:read': 'Read people, their attributes and timelines',
  'people:write': 'Take joins back',
  'people:erase': 'Erase people for good, with all that is kept of them',
  'live:read': 'See who is here now',
  'conversations:read': 'Read conversations',
  'conversations:write': 'Answer, assign and resolve conversations',
  'analytics:read': 'Ask analytics questions',
  'analytics:write': 'Save reports, segments and dashboards, share them, and write notes onto charts',
  'destinations:read': 'Read destinations and what was delivered to them, with its request and answer',
  'destinations:write': 'Add and change destinations, send tests, send again and replay',
  'agents:read': 'Read agents and their installation',
  'agents:write': 'Add, change and delete agents, turn identity secrets',
  'members:read': 'Read the list of members',
  'members:write': 'Invite, change and remove members',
  'keys:read': 'Read the list of keys, never a key itself',
  'keys:write': 'Make and delete keys',
  'workspace:read': 'Read the settings and what arrived',
  'workspace:write': 'Change name, timezone and retention',
  'audit:read': 'Read the audit trail'
}

/** In words; a scope newer than this page is made readable from its own name. */
export function scopeMeaning(scope: Scope): string {
  const [what = scope, how] = scope.split(':')
  return meanings[scope] ?? `${how === 'write' ? 'Change' : 'Read'} ${what}`
}
