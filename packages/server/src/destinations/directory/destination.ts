import type { Mapping, PersonalRules } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { toPublic } from '../../http/index.ts'
import type { Delivering, Kind, Settings } from '../kind.ts'
import { kindOf } from '../kinds.ts'
import { openSettings, type Vault } from '../settings/sealed.ts'

/** A destination as the engine works with it: secrets opened, its kind beside it. Ids are UUIDs. */
export type KnownDestination = {
  id: string
  workspaceId: string
  workspaceNumber: number
  name: string
  kind: Kind
  enabled: boolean
  state: 'active' | 'misconfigured' | 'resting'
  restUntil: Date | null
  rests: number
  /** It asked for fewer requests. */
  heldUntil: Date | null
  settings: Settings
  mapping: Mapping
  consentCategories: string[]
  whenConsentUnknown: 'send' | 'withhold'
  personal: PersonalRules
  /** Empty: the events of all agents. */
  agents: ReadonlySet<string>
  /** Whose events alone are sent. */
  segment: OfSegment | null
  revision: number
  delivering: Delivering
}

/** `id` is public, as rules name it. */
export type OfSegment = {
  id: string
  name: string
  /** Another one where any segment of the workspace was changed: what it is made of may have been. */
  version: string
}

type Row = Omit<KnownDestination, 'kind' | 'settings' | 'agents' | 'delivering' | 'segment'> & {
  segmentId: string | null
  segmentName: string | null
  segmentVersion: string | null
  type: string
  settings: Record<string, unknown>
  sealed: Buffer | null
  agents: string[]
}

/** Those of one workspace, or of all. One whose kind is gone, or whose secrets do not open, is left out and told of. */
export async function readDestinations(
  sql: ISql,
  vault: Vault,
  workspaceId: string | null,
  unreadable: (id: string, fault: unknown) => void
): Promise<KnownDestination[]> {
  const rows = await sql<Row[]>`
    SELECT d.id, d.workspace_id AS "workspaceId", w.number AS "workspaceNumber", d.type, d.name, d.enabled, d.state,
      d.rest_until AS "restUntil", d.rests, d.held_until AS "heldUntil", d.settings, d.sealed, d.mapping, d.consent_categories AS "consentCategories",
      d.when_consent_unknown AS "whenConsentUnknown", d.personal, d.agents, d.revision, d.segment_id AS "segmentId",
      s.name AS "segmentName",
      (SELECT max(updated_at)::text FROM segments WHERE workspace_id = d.workspace_id AND d.segment_id IS NOT NULL) AS "segmentVersion"
    FROM destinations d JOIN workspaces w ON w.id = d.workspace_id LEFT JOIN segments s ON s.id = d.segment_id
    ${workspaceId === null ? sql`` : sql`WHERE d.workspace_id = ${workspaceId}`}
    ORDER BY d.created_at, d.id`
  return rows.flatMap(row => {
    try {
      return [known(row, vault)]
    } catch (fault) {
      unreadable(row.id, fault)
      return []
    }
  })
}

function known(
  { type, sealed, agents, segmentId, segmentName, segmentVersion, ...row }: Row,
  vault: Vault
): KnownDestination {
  const kind = kindOf(type)
  if (!kind) throw new Error(`there is no kind of destination called ${type}`)
  const settings = openSettings(vault, row.id, { settings: row.settings, sealed })
  const { delivering } = kind
  return {
    ...row,
    kind,
    settings,
    agents: new Set(agents),
    segment:
      segmentId === null
        ? null
        : { id: toPublic('seg', segmentId), name: segmentName ?? '', version: segmentVersion ?? '' },
    delivering: typeof delivering === 'function' ? delivering(settings) : delivering
  }
}
