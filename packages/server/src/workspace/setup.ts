import { timingSafeEqual } from 'node:crypto'
import { type Setup, scopes } from '@foyer/protocol'
import type { FastifyRequest } from 'fastify'
import { AppError, addressBlock, createRateLimit, type Randomness, takeTurn, toPublic } from '../http/index.ts'
import { StartError } from '../start-error.ts'
import { writeAudit } from './audit.ts'
import type { AnySql, By, WorkspaceContext } from './context.ts'
import { insertKey } from './keys.ts'
import { insertMember } from './members.ts'
import { startSession } from './sessions.ts'
import { asMember, stateOf } from './sign-in.ts'
import { tokenHash } from './vault.ts'
import { insertWorkspace, knownTimezone, readWorkspace, type WorkspaceRow } from './workspace.ts'

// Any fixed number of its own: of two processes that start on one empty database, only one sets it up.
const setupLock = 4_670_730
// Without 0/O and 1/I/L, which a console's font may not tell apart: 12 of 31 letters are 59 bits.
const unnamed = 'My workspace'
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

export type FirstOwner = {
  adminEmail?: string | undefined
  adminPassword?: string | undefined
  adminKey?: string | undefined
}

export type SetupDesk = ReturnType<typeof createSetup>

export function createSetup(context: WorkspaceContext, firstOwner: FirstOwner) {
  const byAddress = createRateLimit({ burst: 5, perSecond: 1 / 10, clock: () => context.clock().getTime() })
  let code: string | undefined
  let isSetUp = false

  const hasMembers = async (sql: AnySql): Promise<boolean> => {
    if (isSetUp) return true
    const [row] = await sql<{ found: boolean }[]>`SELECT EXISTS (SELECT 1 FROM members) AS found`
    return row?.found === true
  }
  const lock = (tx: AnySql) => tx`SELECT pg_advisory_xact_lock(${setupLock})`

  return {
    /** Once there is a member there always is one, so the answer yes is kept. */
    async isSetUp(): Promise<boolean> {
      isSetUp = await hasMembers(context.sql)
      return isSetUp
    },

    /** At every start. What the settings name is made on an empty database only; a restart finds it there. */
    async bootstrap(): Promise<{ setupCode?: string }> {
      assertFirstOwner(firstOwner)
      await context.sql.begin(async tx => {
        await lock(tx)
        const [existing] = await tx`SELECT 1 FROM workspaces LIMIT 1`
        if (!existing) await makeFirst(context, tx, firstOwner)
      })
      isSetUp = await hasMembers(context.sql)
      code = isSetUp ? undefined : newCode(context.random)
      return code === undefined ? {} : { setupCode: code }
    },

    async firstWorkspaceId(): Promise<string> {
      return context.sql.begin(async tx => {
        await lock(tx)
        const [existing] = await tx<{ id: string }[]>`SELECT id FROM workspaces ORDER BY number LIMIT 1`
        return existing?.id ?? (await insertWorkspace(context, tx, { name: unnamed }, 'Foyer')).id
      })
    },

    async setUp(request: FastifyRequest, input: Setup) {
      if (await hasMembers(context.sql)) throw alreadySetUp()
      takeTurn(byAddress, addressBlock(request.address), 'Too many wrong codes. Wait a little and try again.')
      if (code === undefined || !isSameCode(input.code, code))
        throw new AppError('wrong_credential', 'This is not the code that the console printed at the last start.', {
          field: 'code'
        })
      const timezone = knownTimezone(input.timezone ?? 'UTC')
      const passwordHash = await context.passwords.hash(input.password)
      const done = await context.sql.begin(async tx => {
        await lock(tx)
        if (await hasMembers(tx)) throw alreadySetUp()
        const { workspaceName, name, email } = input
        const workspace = await firstWorkspace(context, tx, { name: workspaceName, timezone })
        const owner = await insertMember(context, tx, workspace.id, { email, name, role: 'owner', passwordHash })
        await writeAudit(context, tx, asMember(owner), 'member.joined', toPublic('mem', owner.id), { role: 'owner' })
        return { memberId: owner.id, token: await startSession(context, tx, owner.id) }
      })
      code = undefined
      isSetUp = true
      return { token: done.token, state: await stateOf(context, done.memberId) }
    }
  }
}

const alreadySetUp = () => new AppError('conflict', 'This Foyer is set up already. Sign in instead.')

async function makeFirst(context: WorkspaceContext, tx: AnySql, firstOwner: FirstOwner): Promise<void> {
  const { adminEmail, adminPassword, adminKey } = firstOwner
  if (adminEmail === undefined && adminKey === undefined) return
  const workspace = await insertWorkspace(context, tx, { name: unnamed }, 'Foyer, from its settings')
  const by: By = { kind: 'system', workspaceId: workspace.id, label: 'Foyer, from its settings' }
  if (adminEmail !== undefined && adminPassword !== undefined) {
    const passwordHash = await context.passwords.hash(adminPassword)
    const name = adminEmail.split('@')[0] ?? adminEmail
    const owner = await insertMember(context, tx, workspace.id, {
      email: adminEmail,
      name,
      role: 'owner',
      passwordHash
    })
    await writeAudit(context, tx, by, 'member.joined', toPublic('mem', owner.id), { email: owner.email, role: 'owner' })
  }
  if (adminKey !== undefined) await insertKey(context, tx, by, { name: 'Owner key', scopes, key: adminKey })
}

/** A start with only FOYER_ADMIN_KEY made the workspace already; its first member names it. */
async function firstWorkspace(
  context: WorkspaceContext,
  tx: AnySql,
  input: { name: string; timezone: string }
): Promise<WorkspaceRow> {
  const label = 'Foyer, at its set-up'
  const [existing] = await tx<{ id: string }[]>`SELECT id FROM workspaces ORDER BY number LIMIT 1`
  if (!existing) return insertWorkspace(context, tx, input, label)
  const name = input.name.trim()
  await tx`UPDATE workspaces SET name = ${name}, timezone = ${input.timezone} WHERE id = ${existing.id}`
  const by: By = { kind: 'system', workspaceId: existing.id, label }
  await writeAudit(context, tx, by, 'workspace.changed', toPublic('wsp', existing.id), {
    after: { name, timezone: input.timezone }
  })
  return readWorkspace(tx, existing.id)
}

function assertFirstOwner({ adminEmail, adminPassword, adminKey }: FirstOwner): void {
  if ((adminEmail === undefined) !== (adminPassword === undefined))
    throw new StartError('FOYER_ADMIN_EMAIL and FOYER_ADMIN_PASSWORD belong together: set both or neither.')
  if (adminEmail !== undefined && !/^[^\s@]+@[^\s@]+$/.test(adminEmail))
    throw new StartError('FOYER_ADMIN_EMAIL must be an e-mail address.')
  if (adminPassword !== undefined && (adminPassword.length < 10 || adminPassword.length > 200))
    throw new StartError('FOYER_ADMIN_PASSWORD must have 10 to 200 characters.')
  if (adminKey !== undefined && !/^fk_[!-~]{17,}$/.test(adminKey))
    throw new StartError('FOYER_ADMIN_KEY must start with fk_ and have at least 20 characters, without spaces.')
}

export function newCode(random: Randomness): string {
  let code = ''
  while (code.length < 12)
    // Bytes past the last whole multiple of the alphabet are thrown away, or its first letters would come more often.
    for (const byte of random(16)) if (byte < 248 && code.length < 12) code += letters[byte % letters.length]
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** Compared as hashes, so that neither length nor content shows in the time it takes; typed without its dashes is right too. */
function isSameCode(typed: string, code: string): boolean {
  const plain = (text: string) => tokenHash(text.toUpperCase().replace(/[^A-Z0-9]/g, ''))
  return timingSafeEqual(plain(typed), plain(code))
}
