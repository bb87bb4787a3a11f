import type { Destination, DestinationChange, DestinationCreate, Mapping } from '@foyer/protocol'
import type { JSONValue } from 'postgres'
import { type Actor, AppError, newUuid, toPublic, toUuid } from '../../http/index.ts'
import { storableJson, storableText } from '../../identity/index.ts'
import type { Kind } from '../kind.ts'
import { kindOf } from '../kinds.ts'
import { readMapping } from '../mapping/read-mapping.ts'
import { checkSettings } from '../settings/check-settings.ts'
import { assertEnteredFor } from '../settings/entered-for.ts'
import { openSettings, sealSettings, withoutMarks } from '../settings/sealed.ts'
import { changedIn, noteRevision } from './changed.ts'
import type { ISql, ManageContext, Tx } from './context.ts'
import { filledIn } from './resolve.ts'
import { type DestinationRow, destinationIn, knownKind, shownDestination } from './rows.ts'

const mostDestinations = 200

export async function addDestination(
  context: ManageContext,
  actor: Actor,
  given: DestinationCreate
): Promise<Destination> {
  const kind = kindOf(given.type)
  if (!kind)
    throw new AppError(
      'invalid',
      `There is no destination "${given.type.slice(0, 40)}". GET /api/destinations/catalog lists them.`,
      {
        field: 'type'
      }
    )
  const preset = given.preset === undefined ? kind.presets[0] : kind.presets.find(one => one.key === given.preset)
  if (!preset)
    throw new AppError('invalid', `preset must be one of ${kind.presets.map(one => one.key).join(', ')}.`, {
      field: 'preset'
    })
  const { workspaceId } = actor
  const id = newUuid(context.random)
  const now = context.clock()
  // Looks names up, so it comes before the transaction.
  const settings = await checkSettings(kind, await filledIn(context, workspaceId, kind, given.settings), context)
  const row: DestinationRow = {
    id,
    type: kind.type,
    name: nameFrom(given.name),
    preset: preset.key,
    enabled: given.enabled ?? true,
    state: 'active',
    problem: null,
    problemSince: null,
    ...sealSettings(context.vault, kind, id, settings),
    mapping: given.mapping === undefined ? preset.mapping : mappingFrom(given.mapping, kind),
    consentCategories: categoriesFrom(given.consentCategories ?? kind.consentCategories),
    whenConsentUnknown: given.whenConsentUnknown ?? 'send',
    personal: given.personal ?? {},
    agents: (given.agentIds ?? []).map(toUuid),
    segmentId: given.segmentId ? toUuid(given.segmentId) : null,
    revision: 1,
    createdAt: now,
    updatedAt: now
  }
  const segmentName = await inWorkspace(context, workspaceId, async tx => {
    const [{ count } = { count: 0 }] = await tx<{ count: number }[]>`
      SELECT count(*)::int AS count FROM destinations WHERE workspace_id = ${workspaceId}`
    if (count >= mostDestinations)
      throw new AppError('conflict', `There are ${mostDestinations} destinations already. Delete one first.`)
    await assertAgents(tx, workspaceId, row.agents)
    const segmentName = await nameOfSegment(tx, workspaceId, row.segmentId)
    await assertNameIsFree(tx, workspaceId, row)
    await tx`
      INSERT INTO destinations (id, workspace_id, type, name, preset, enabled, state, settings, sealed, mapping, consent_categories,
        when_consent_unknown, personal, agents, segment_id, revision, created_at, updated_at)
      VALUES (${id}, ${workspaceId}, ${row.type}, ${row.name}, ${row.preset}, ${row.enabled}, ${row.state},
        ${json(tx, row.settings)}, ${row.sealed}, ${json(tx, row.mapping)}, ${row.consentCategories}, ${row.whenConsentUnknown},
        ${json(tx, row.personal)}, ${row.agents}::uuid[], ${row.segmentId}, ${row.revision}, ${now}, ${now})`
    await noteRevision(tx, workspaceId, row, actor, ['created'])
    const { type, name, enabled } = row
    await context.audit(actor, 'destination.created', toPublic('dst', id), { type, name, enabled }, tx)
    return segmentName
  })
  return shownDestination(context.vault, { ...row, segmentName })
}

export async function changeDestination(
  context: ManageContext,
  actor: Actor,
  id: string,
  change: DestinationChange
): Promise<Destination> {
  const seen = await destinationIn(context.sql, actor.workspaceId, id)
  const kind = knownKind(seen.type)
  const known = openSettings(context.vault, id, seen)
  const told = change.settings && withoutMarks(kind, change.settings)
  const given = told && { ...known, ...told }
  const settings =
    given && (await checkSettings(kind, await filledIn(context, actor.workspaceId, kind, given), context))
  if (told && settings) assertEnteredFor(kind, known, settings, told)
  return writeChange(context, actor, id, 'destination.changed', before => {
    if (settings && before.revision !== seen.revision) throw changedMeanwhile()
    return {
      ...before,
      ...(change.name === undefined ? {} : { name: nameFrom(change.name) }),
      ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
      ...(settings ? sealSettings(context.vault, kind, id, settings) : {}),
      ...(change.mapping === undefined ? {} : { mapping: mappingFrom(change.mapping, kind) }),
      ...(change.consentCategories === undefined
        ? {}
        : { consentCategories: categoriesFrom(change.consentCategories) }),
      ...(change.whenConsentUnknown === undefined ? {} : { whenConsentUnknown: change.whenConsentUnknown }),
      ...(change.personal === undefined ? {} : { personal: change.personal }),
      ...(change.agentIds === undefined ? {} : { agents: change.agentIds.map(toUuid) }),
      ...(change.segmentId === undefined ? {} : { segmentId: change.segmentId && toUuid(change.segmentId) }),
      ...(change.enabled === true || settings || change.mapping || change.segmentId !== undefined ? atWork : {})
    }
  })
}

/** Whatever stopped it, somebody has looked at it now. */
const atWork = { state: 'active', problem: null, problemSince: null } as const

/** A change that somebody else made since it was read is neither lost nor mixed with this one. */
export const changedMeanwhile = () =>
  new AppError(
    'conflict',
    'Somebody else has changed this destination meanwhile. Load it again, and change it once more.'
  )

/** What is read, changed and written behind the destination's own row. */
export async function writeChange(
  context: ManageContext,
  actor: Actor,
  id: string,
  action: 'destination.changed' | 'destination.restored',
  change: (before: DestinationRow) => DestinationRow
): Promise<Destination> {
  const { workspaceId } = actor
  const row = await inWorkspace(context, workspaceId, async tx => {
    await tx`SELECT 1 FROM destinations WHERE id = ${id} AND workspace_id = ${workspaceId} FOR NO KEY UPDATE`
    const before = await destinationIn(tx, workspaceId, id)
    const wanted = change(before)
    const changed = changedIn(context.vault, before, wanted)
    const isSame = changed.length === 0
    if (isSame && wanted.enabled === before.enabled && wanted.state === before.state) return before
    if (wanted.agents !== before.agents) await assertAgents(tx, workspaceId, wanted.agents)
    const segmentName = await nameOfSegment(tx, workspaceId, wanted.segmentId)
    if (wanted.name !== before.name) await assertNameIsFree(tx, workspaceId, wanted)
    const after = {
      ...wanted,
      segmentName,
      revision: isSame ? before.revision : before.revision + 1,
      updatedAt: context.clock()
    }
    await tx`
      UPDATE destinations SET name = ${after.name}, enabled = ${after.enabled}, state = ${after.state}, problem = ${after.problem},
        problem_since = ${after.problemSince}, rest_until = CASE WHEN ${after.state} = 'active' THEN NULL ELSE rest_until END,
        held_until = CASE WHEN ${isSame} THEN held_until END,
        rests = CASE WHEN ${after.state} = 'active' THEN 0 ELSE rests END,
        settings = ${json(tx, after.settings)}, sealed = ${after.sealed}, mapping = ${json(tx, after.mapping)},
        consent_categories = ${after.consentCategories}, when_consent_unknown = ${after.whenConsentUnknown},
        personal = ${json(tx, after.personal)}, agents = ${after.agents}::uuid[], segment_id = ${after.segmentId},
        revision = ${after.revision},
        updated_at = ${after.updatedAt}
      WHERE id = ${id}`
    if (!isSame) await noteRevision(tx, workspaceId, after, actor, changed)
    const detail = {
      name: after.name,
      changed,
      ...(after.enabled === before.enabled ? {} : { enabled: after.enabled })
    }
    await context.audit(actor, action, toPublic('dst', id), detail, tx)
    return after
  })
  return shownDestination(context.vault, row)
}

export async function removeDestination(context: ManageContext, actor: Actor, id: string): Promise<void> {
  const { workspaceId } = actor
  await inWorkspace(context, workspaceId, async tx => {
    const { type, name } = await destinationIn(tx, workspaceId, id)
    await tx`DELETE FROM destinations WHERE id = ${id} AND workspace_id = ${workspaceId}`
    await context.audit(actor, 'destination.deleted', toPublic('dst', id), { type, name }, tx)
  })
}

/** Behind the workspace's row, as the audit trail is: names and numbers are counted one after another. */
async function inWorkspace<T>(context: ManageContext, workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const done = await context.sql.begin(async tx => {
    await tx`SELECT 1 FROM workspaces WHERE id = ${workspaceId} FOR NO KEY UPDATE`
    return { answer: await work(tx) }
  })
  await context.changed(workspaceId)
  return (done as { answer: T }).answer
}

export function mappingFrom(body: unknown, kind: Kind): Mapping {
  const read = readMapping(JSON.parse(storableJson(JSON.stringify(body))), kind)
  if ('mapping' in read) return read.mapping
  const [first] = read.problems
  throw new AppError('invalid', first?.message ?? 'The mapping is not one.', {
    field: ['mapping', first?.at].filter(part => part).join('.')
  })
}

function nameFrom(given: string): string {
  const name = storableText(given).trim()
  if (name === '') throw new AppError('invalid', 'Give it a name.', { field: 'name' })
  return name
}

function categoriesFrom(given: readonly string[]): string[] {
  const categories = new Map<string, string>()
  for (const [index, one] of given.entries()) {
    const name = storableText(one).trim()
    if (name === '') throw new AppError('invalid', 'A category needs a name.', { field: `consentCategories.${index}` })
    categories.set(name.toLowerCase(), name)
  }
  return [...categories.values()]
}

async function assertAgents(sql: ISql, workspaceId: string, agents: readonly string[]): Promise<void> {
  if (agents.length === 0) return
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM agents WHERE workspace_id = ${workspaceId} AND id = ANY(${[...agents]}::uuid[]) AND deleted_at IS NULL`
  const known = new Set(rows.map(row => row.id))
  const missing = agents.findIndex(agent => !known.has(agent))
  if (missing >= 0)
    throw new AppError('invalid', 'There is no such agent in this workspace. Check the id.', {
      field: `agentIds.${missing}`
    })
}

/** Behind the workspace's row, as it is deleted: it is there until this is written. */
async function nameOfSegment(sql: ISql, workspaceId: string, segment: string | null): Promise<string | null> {
  if (segment === null) return null
  const [row] = await sql<{ name: string }[]>`
    SELECT name FROM segments WHERE workspace_id = ${workspaceId} AND id = ${segment}`
  if (!row)
    throw new AppError('invalid', 'There is no such segment in this workspace. Check the id.', { field: 'segmentId' })
  return row.name
}

async function assertNameIsFree(sql: ISql, workspaceId: string, { id, name }: DestinationRow): Promise<void> {
  const [taken] = await sql`
    SELECT 1 FROM destinations WHERE workspace_id = ${workspaceId} AND lower(name) = lower(${name}) AND id <> ${id}`
  if (taken)
    throw new AppError('conflict', `There is a destination called "${name}" already. Choose another name.`, {
      field: 'name'
    })
}

const json = (tx: Tx, value: unknown) => tx.json(value as JSONValue)
