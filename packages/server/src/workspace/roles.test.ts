import { scopes } from '@foyer/protocol'
import { expect, test } from 'vitest'
import type { By } from './context.ts'
import { assertMayGive, assertMayHandle, roleScopes } from './roles.ts'

test('owner and admin may everything, an agent works with people, a viewer looks', () => {
  expect([...roleScopes.owner].sort()).toEqual([...scopes].sort())
  expect([...roleScopes.admin].sort()).toEqual([...scopes].sort())
  expect([...roleScopes.agent].sort()).toEqual([
    'agents:read',
    'analytics:read',
    'analytics:write',
    'conversations:read',
    'conversations:write',
    'live:read',
    'people:read',
    'people:write'
  ])
  expect([...roleScopes.viewer].sort()).toEqual([
    'agents:read',
    'analytics:read',
    'conversations:read',
    'live:read',
    'people:read'
  ])
})

const member = (role: 'owner' | 'admin' | 'agent'): By => ({
  kind: 'member',
  memberId: 'm',
  workspaceId: 'w',
  role,
  scopes: roleScopes[role],
  sessionId: 's',
  label: role
})
const keyWithEverything: By = { kind: 'key', keyId: 'k', workspaceId: 'w', scopes: new Set(scopes), label: 'key' }

test('only an owner handles owners: an admin has every scope and still may not, nor may a key', () => {
  expect(() => assertMayHandle(member('owner'), 'owner')).not.toThrow()
  expect(() => assertMayHandle(member('admin'), 'viewer', 'owner')).toThrow('Only an owner')
  expect(() => assertMayHandle(keyWithEverything, 'owner')).toThrow('Only an owner')
  expect(() => assertMayHandle(keyWithEverything, 'admin')).not.toThrow()
})

test('nobody gives a right they do not have, and is told which', () => {
  expect(() => assertMayGive(member('agent'), ['people:read', 'keys:write'])).toThrow('keys:write')
  expect(() => assertMayGive(member('agent'), ['people:read'])).not.toThrow()
})
