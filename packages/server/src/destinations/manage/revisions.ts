import type { Destination, Mapping, MappingBody, PersonalRules } from '@foyer/protocol'
import { type Actor, AppError, notFound } from '../../http/index.ts'
import { checkSettings } from '../settings/check-settings.ts'
import { withSecretsOf } from '../settings/entered-for.ts'
import { openSettings, sealSettings } from '../settings/sealed.ts'
import { changedMeanwhile, mappingFrom, writeChange } from './change.ts'
import type { ISql, ManageContext } from './context.ts'
import { destinationIn, knownKind } from './rows.ts'

type RevisionRow = {
  revision: number
  at: Date
  by: string
  changed: string[]
  mapping: Mapping
  settings: Record<string, unknown>
  consentCategories: string[]
  whenConsentUnknown: 'send' | 'withhold'
  personal: PersonalRules
  agents: string[]
  segmentId: string | null
}

const findRevisions = (sql: ISql, workspaceId: string, destination: string) => sql`
  SELECT revision, at, by, changed, mapping, settings, consent_categories AS "consentCategories",
    when_consent_unknown AS "whenConsentUnknown", personal, agents, segment_id AS "segmentId"
  FROM destination_revisions WHERE workspace_id = ${workspaceId} AND destination_id = ${destination}`

/** The newest first. */
export async function listRevisions(sql: ISql, workspaceId: string, destination: string) {
  await destinationIn(sql, workspaceId, destination)
  const rows = await sql<RevisionRow[]>`${findRevisions(sql, workspaceId, destination)} ORDER BY revision DESC`
  return {
    items: rows.map(({ revision, at, by, changed, mapping }) => ({
      revision,
      at: at.toISOString(),
      by,
      changed,
      mapping: mapping as MappingBody
    }))
  }
}

/**
 * As it was then, as a revision of its own, so that this can be taken back too. Secrets were not kept with it and stay as they are, with
 * the server they were entered for; what is restored is held to the rules of today.
 */
export async function restoreRevision(
  context: ManageContext,
  actor: Actor,
  id: string,
  revision: number
): Promise<Destination> {
  const { sql, vault } = context
  const seen = await destinationIn(sql, actor.workspaceId, id)
  const kind = knownKind(seen.type)
  const [was] = await sql<RevisionRow[]>`
    ${findRevisions(sql, actor.workspaceId, id)} AND revision = ${revision}`
  if (!was) throw notFound('revision')
  const settings = await checkSettings(kind, withSecretsOf(kind, openSettings(vault, id, seen), was.settings), context)
  const agents = await sql<{ id: string }[]>`
    SELECT id FROM agents WHERE workspace_id = ${actor.workspaceId} AND id = ANY(${was.agents}::uuid[]) AND deleted_at IS NULL`
  const [segment] = await sql`
    SELECT 1 FROM segments WHERE workspace_id = ${actor.workspaceId} AND id = ${was.segmentId}`
  if (was.segmentId !== null && !segment)
    throw new AppError(
      'conflict',
      'It was limited to a segment that was deleted since, and without it everybody’s events would be sent. Change the destination by hand.'
    )
  return writeChange(context, actor, id, 'destination.restored', before => {
    if (before.revision !== seen.revision) throw changedMeanwhile()
    return {
      ...before,
      ...sealSettings(vault, kind, id, settings),
      mapping: mappingFrom(was.mapping, kind),
      consentCategories: was.consentCategories,
      whenConsentUnknown: was.whenConsentUnknown,
      personal: was.personal,
      // Agents that were deleted since are left out. Without the last of them the events of all would be meant.
      agents: was.agents.length > 0 && agents.length === 0 ? before.agents : agents.map(row => row.id),
      segmentId: was.segmentId,
      state: 'active',
      problem: null,
      problemSince: null
    }
  })
}
