import { type Static, Type } from 'typebox'
import { AgentId, Instant, KeyId, MemberId, Role, WorkspaceId } from './ids.ts'
import { AgentLook, AgentLookChange } from './look.ts'

const Email = Type.String({ maxLength: 320, pattern: '^[^\\s@]+@[^\\s@]+$' })
const Password = Type.String({ minLength: 10, maxLength: 200 })
const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })

/** What a credential may do. Roles are fixed sets of these; an API key carries its own list. */
export const scopes = [
  'visitors:write',
  'people:read',
  'people:write',
  'people:erase',
  'live:read',
  'conversations:read',
  'conversations:write',
  'analytics:read',
  'analytics:write',
  'destinations:read',
  'destinations:write',
  'agents:read',
  'agents:write',
  'members:read',
  'members:write',
  'keys:read',
  'keys:write',
  'workspace:read',
  'workspace:write',
  'audit:read'
] as const
export type Scope = (typeof scopes)[number]
export const Scope = Type.Enum([...scopes])

export const Workspace = Type.Object({
  id: WorkspaceId,
  name: Type.String(),
  timezone: Type.String(),
  /** Events older than this are neither accepted nor kept. */
  retentionDays: Type.Integer(),
  createdAt: Instant
})
export type Workspace = Static<typeof Workspace>
export const WorkspaceChange = Type.Object({
  name: Type.Optional(Name),
  timezone: Type.Optional(Type.String({ maxLength: 64 })),
  retentionDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 }))
})

export const Member = Type.Object({
  id: MemberId,
  email: Type.String(),
  name: Type.String(),
  role: Role,
  /** Invited but not yet signed in. */
  pending: Type.Boolean(),
  lastSeenAt: Type.Optional(Instant),
  createdAt: Instant
})
export type Member = Static<typeof Member>
export const MemberInvite = Type.Object({ email: Email, name: Name, role: Role })
/** The link is shown once; whoever opens it within 7 days chooses the password. Where mail leaves the machine it is mailed too. */
export const MemberInvited = Type.Object({ member: Member, inviteUrl: Type.String(), mailed: Type.Boolean() })
export type MemberInvited = Static<typeof MemberInvited>
export const MemberChange = Type.Object({ name: Type.Optional(Name), role: Type.Optional(Role) })
/** What the invited person sees before they choose a password. */
export const Invitation = Type.Object({
  email: Type.String(),
  name: Type.String(),
  workspaceName: Type.String(),
  expiresAt: Instant
})
export type Invitation = Static<typeof Invitation>
export const InvitationAccept = Type.Object({
  token: Type.String({ maxLength: 200 }),
  name: Type.Optional(Name),
  password: Password
})
export const PasswordChange = Type.Object({ current: Type.String({ maxLength: 200 }), next: Password })

/** What the dashboard asks first. `setup` when there is no member yet. */
export const SessionState = Type.Union([
  Type.Object({ state: Type.Literal('setup') }),
  Type.Object({ state: Type.Literal('signed-out') }),
  Type.Object({
    state: Type.Literal('signed-in'),
    member: Member,
    workspace: Workspace,
    scopes: Type.Array(Scope)
  })
])
export type SessionState = Static<typeof SessionState>
export const SignIn = Type.Object({ email: Type.String({ maxLength: 320 }), password: Type.String({ maxLength: 200 }) })
/** The one-time code stands on the console of the machine Foyer runs on. */
export const Setup = Type.Object({
  code: Type.String({ maxLength: 64 }),
  name: Name,
  email: Email,
  password: Password,
  workspaceName: Name,
  timezone: Type.Optional(Type.String({ maxLength: 64 }))
})
export type Setup = Static<typeof Setup>

export const ApiKey = Type.Object({
  id: KeyId,
  name: Type.String(),
  scopes: Type.Array(Scope),
  /** The first characters, to tell keys apart. */
  hint: Type.String(),
  createdAt: Instant,
  lastUsedAt: Type.Optional(Instant)
})
export type ApiKey = Static<typeof ApiKey>
export const ApiKeyCreate = Type.Object({ name: Name, scopes: Type.Array(Scope, { minItems: 1, uniqueItems: true }) })
/** `key` is shown this once; only its hash is stored. */
export const ApiKeyCreated = Type.Object({ ...ApiKey.properties, key: Type.String() })
export type ApiKeyCreated = Static<typeof ApiKeyCreated>

const Origin = Type.String({ maxLength: 300, description: 'https://shop.example, https://*.shop.example or *' })
export const Agent = Type.Object({
  id: AgentId,
  name: Type.String(),
  allowedOrigins: Type.Array(Type.String()),
  look: AgentLook,
  createdAt: Instant,
  /** The installation light: when the first and the last event arrived, and from where. */
  firstEventAt: Type.Optional(Instant),
  lastEventAt: Type.Optional(Instant),
  lastEventUrl: Type.Optional(Type.String()),
  identitySecretSetAt: Type.Optional(Instant),
  /** While set, the previous identity secret is still believed until then. */
  previousSecretUntil: Type.Optional(Instant)
})
export type Agent = Static<typeof Agent>
export const AgentCreate = Type.Object({
  name: Name,
  allowedOrigins: Type.Array(Origin, { minItems: 1, maxItems: 50 })
})
export const AgentChange = Type.Object({
  ...Type.Partial(AgentCreate).properties,
  look: Type.Optional(AgentLookChange)
})
/** `identitySecret` is shown this once. */
export const AgentCreated = Type.Object({ ...Agent.properties, identitySecret: Type.String() })
export type AgentCreated = Static<typeof AgentCreated>
export const SecretRotate = Type.Object({
  /** How long the old secret goes on being believed; 0 cuts it off now. */
  graceSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 * 60 * 24 * 30 }))
})
/** "Verify installation": judged by the events that arrived, never by fetching the address. */
export const AgentVerify = Type.Object({ url: Type.String({ minLength: 1, maxLength: 2048 }) })
export const AgentVerdict = Type.Object({ found: Type.Boolean(), message: Type.String() })
export type AgentVerdict = Static<typeof AgentVerdict>

export const AuditEntry = Type.Object({
  id: Type.String(),
  at: Instant,
  actor: Type.String(),
  action: Type.String(),
  target: Type.Optional(Type.String()),
  detail: Type.Record(Type.String(), Type.Unknown())
})
export type AuditEntry = Static<typeof AuditEntry>

/** received = stored + duplicate + every reason; by hour and agent. */
export const LedgerRow = Type.Object({
  hour: Instant,
  agentId: Type.Optional(AgentId),
  received: Type.Integer(),
  stored: Type.Integer(),
  duplicate: Type.Integer(),
  rejected: Type.Record(Type.String(), Type.Integer()),
  /** Dropped in the page before they were sent, as the page told us. */
  droppedInPage: Type.Record(Type.String(), Type.Integer())
})
export type LedgerRow = Static<typeof LedgerRow>
