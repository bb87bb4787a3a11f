import { randomBytes } from 'node:crypto'
import type { Role, Scope } from '@foyer/protocol'
import type { FastifyInstance } from 'fastify'
import type { Randomness } from '../http/index.ts'
import type { Records } from '../stores/records/index.ts'
import { createAgentDirectory } from './agent-directory.ts'
import { agentRoutes } from './agent-routes.ts'
import { createAgents } from './agents.ts'
import { type AuditDetail, verifyAudit, writeAudit } from './audit.ts'
import { createAuthenticate, createLookAgain } from './authenticate.ts'
import {
  type AnySql,
  type By,
  changeWorkspace,
  type SystemActor,
  type WorkspaceContext,
  type WorkspaceLog
} from './context.ts'
import { forgetPages, noteEvents } from './installation.ts'
import { createInvitations } from './invitations.ts'
import { keyRoutes } from './key-routes.ts'
import { createKeys, insertKey } from './keys.ts'
import { memberRoutes } from './member-routes.ts'
import { insertMember } from './members.ts'
import { createPasswords } from './passwords.ts'
import { roleScopes } from './roles.ts'
import { sessionRoutes } from './session-routes.ts'
import { createSessionCookie } from './sessions.ts'
import { createSetup, type FirstOwner } from './setup.ts'
import { createSignIn } from './sign-in.ts'
import { createVault, newToken, tokenHash } from './vault.ts'
import { insertWorkspace, type NewWorkspace, readWorkspace } from './workspace.ts'
import { workspaceRoutes } from './workspace-routes.ts'

export type { AuditDetail } from './audit.ts'
export type { By } from './context.ts'

export type Workspaces = ReturnType<typeof createWorkspaces>

export type WorkspacesOptions = FirstOwner & {
  records: Records
  secret: string
  publicUrl: string
  clock: () => Date
  log: WorkspaceLog
  random?: Randomness
  mail?: WorkspaceContext['mail']
}

export function createWorkspaces(options: WorkspacesOptions) {
  const { records, secret, publicUrl, clock, log, random = randomBytes } = options
  const context: WorkspaceContext = {
    sql: records.sql,
    vault: createVault(secret, random),
    passwords: createPasswords(),
    publicUrl,
    clock,
    random,
    log,
    ...(options.mail ? { mail: options.mail } : {})
  }
  const cookie = createSessionCookie(publicUrl)
  const directory = createAgentDirectory(context)
  const agents = createAgents(context, directory)
  const keys = createKeys(context)
  const setup = createSetup(context, options)
  const signIn = createSignIn(context)
  const invitations = createInvitations(context)

  return {
    routes: async (app: FastifyInstance) => {
      sessionRoutes(app, { context, cookie, setup, signIn, invitations })
      workspaceRoutes(app, context, directory)
      memberRoutes(app, context)
      keyRoutes(app, keys)
      agentRoutes(app, agents, context)
    },
    /** Seals what a room keeps for somebody else's door; `owner` says whose and what for. */
    vault: { seal: context.vault.seal, open: context.vault.open },
    authenticate: createAuthenticate(context, keys, cookie),
    /** Of a secret key that did not come as a Bearer; null when it is none, or no longer one. */
    actorOfKey: (key: string) => keys.actor(key),
    /** The actor of an open socket as they are now; null when the session, the key or the member is gone. */
    lookAgain: createLookAgain(context, keys),
    /** At start: creates what the settings name, or gives the code that set-up asks for. */
    bootstrap: () => setup.bootstrap(),
    agentByPublicId: (id: string) => directory.byPublicId(id),
    /** Of an `agt_…` id: the secrets a signature may be made with now. */
    identitySecrets: (agentId: string) => directory.identitySecrets(agentId),
    noteEvents: (agentUuid: string, seen: { at: Date; url?: string | null }) => noteEvents(context, agentUuid, seen),
    forgetPages: (workspaceId: string, theirs: (pages: string[]) => Promise<string[]>) =>
      forgetPages(context, workspaceId, theirs),
    workspaceById: (id: string) => readWorkspace(context.sql, id),
    createAgent: agents.create,
    /** A workspace beside the first: for tests and for filling one with demo data. The key is only known here. */
    createWorkspace: (
      input: NewWorkspace & { owner?: { email: string; password: string; name: string; role?: Role } }
    ) => createWorkspace(context, input),
    /** The workspace this installation began with; made here where a start with --demo comes before the set-up. */
    firstWorkspace: () => setup.firstWorkspaceId(),
    /** A key for an errand of Foyer's own, which lives as long as the errand. */
    errandKey: (by: SystemActor, scopes: Scope[]) => errandKey(context, by, scopes),
    /** In the transaction of what was done, when there is one. */
    audit: async (
      by: By,
      action: string,
      target: string | null,
      detail: AuditDetail = {},
      sql?: AnySql
    ): Promise<void> => {
      if (sql) return writeAudit(context, sql, by, action, target, detail)
      await changeWorkspace(context, by.workspaceId, tx => writeAudit(context, tx, by, action, target, detail))
    },
    verifyAudit: (workspaceId: string) => verifyAudit(context, workspaceId)
  }
}

async function createWorkspace(
  context: WorkspaceContext,
  input: NewWorkspace & { owner?: { email: string; password: string; name: string; role?: Role } }
) {
  const { owner } = input
  const passwordHash = owner ? await context.passwords.hash(owner.password) : null
  const key = newToken('fk', context.random)
  const label = 'Foyer'
  const made = await context.sql.begin(async tx => {
    const workspace = await insertWorkspace(context, tx, input, label)
    const by: By = { kind: 'system', workspaceId: workspace.id, label }
    await insertKey(context, tx, by, { name: 'Owner key', scopes: [...roleScopes.owner], key })
    const member = owner
      ? await insertMember(context, tx, workspace.id, { ...owner, role: owner.role ?? 'owner', passwordHash })
      : undefined
    return { workspace, memberId: member?.id }
  })
  return { ...made, key }
}

async function errandKey(context: WorkspaceContext, by: SystemActor, scopes: Scope[]) {
  const key = newToken('fk', context.random)
  const hash = tokenHash(key)
  await changeWorkspace(context, by.workspaceId, tx => insertKey(context, tx, by, { name: by.label, scopes, key }))
  return {
    key,
    end: async () => {
      await context.sql`DELETE FROM api_keys WHERE workspace_id = ${by.workspaceId} AND hash = ${hash}`
    }
  }
}
