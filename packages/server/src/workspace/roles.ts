import { type Role, type Scope, scopes } from '@foyer/protocol'
import { AppError } from '../http/index.ts'
import type { By } from './context.ts'

const reading: readonly Scope[] = ['people:read', 'live:read', 'conversations:read', 'analytics:read', 'agents:read']

/** An admin differs from an owner only in what they may do to owners. */
export const roleScopes: Readonly<Record<Role, ReadonlySet<Scope>>> = {
  owner: new Set(scopes),
  admin: new Set(scopes),
  agent: new Set<Scope>([...reading, 'people:write', 'conversations:write', 'analytics:write']),
  viewer: new Set(reading)
}

/** Nobody hands out more than they have: neither by inviting, nor by promoting, nor by making a key. */
export function assertMayGive(by: By, given: Iterable<Scope>): void {
  if (by.kind === 'system') return
  const beyond = [...given].filter(scope => !by.scopes.has(scope))
  if (beyond.length > 0)
    throw new AppError('forbidden', `You cannot give rights you do not have yourself: ${beyond.join(', ')}.`)
}

/** Before a member of one of these roles is made, changed or removed. */
export function assertMayHandle(by: By, ...roles: Role[]): void {
  if (by.kind === 'system') return
  const isOwner = by.kind === 'member' && by.role === 'owner'
  if (roles.includes('owner') && !isOwner)
    throw new AppError('forbidden', 'Only an owner can add, change or remove an owner.')
  for (const role of roles) assertMayGive(by, roleScopes[role])
}
