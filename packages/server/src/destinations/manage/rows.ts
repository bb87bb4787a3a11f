import type { Destination, Mapping, MappingBody, PersonalRules } from '@foyer/protocol'
import { notFound, toPublic } from '../../http/index.ts'
import type { Kind } from '../kind.ts'
import { kindOf } from '../kinds.ts'
import { differences } from '../mapping/differences.ts'
import { openSettings, shownSettings, type Vault } from '../settings/sealed.ts'
import type { ISql } from './context.ts'

export type DestinationRow = {
  id: string
  type: string
  name: string
  preset: string
  enabled: boolean
  state: 'active' | 'misconfigured' | 'resting'
  problem: string | null
  problemSince: Date | null
  settings: Record<string, unknown>
  sealed: Uint8Array | null
  mapping: Mapping
  consentCategories: string[]
  whenConsentUnknown: 'send' | 'withhold'
  personal: PersonalRules
  agents: string[]
  segmentId: string | null
  /** Left out before it is read. */
  segmentName?: string | null
  revision: number
  createdAt: Date
  updatedAt: Date
}

export const findDestinations = (sql: ISql, workspaceId: string) => sql`
  SELECT id, type, name, preset, enabled, state, problem, problem_since AS "problemSince", settings, sealed, mapping,
    consent_categories AS "consentCategories", when_consent_unknown AS "whenConsentUnknown", personal, agents,
    segment_id AS "segmentId", (SELECT s.name FROM segments s WHERE s.id = destinations.segment_id) AS "segmentName", revision,
    created_at AS "createdAt", updated_at AS "updatedAt"
  FROM destinations WHERE workspace_id = ${workspaceId}`

export async function destinationIn(sql: ISql, workspaceId: string, id: string): Promise<DestinationRow> {
  const [row] = await sql<DestinationRow[]>`${findDestinations(sql, workspaceId)} AND id = ${id}`
  if (!row) throw notFound('destination')
  return row
}

/** A type that this version does not know any more is kept, and can only be looked at and deleted. */
export function knownKind(type: string): Kind {
  const kind = kindOf(type)
  if (!kind) throw notFound('destination')
  return kind
}

const nothingYet = { delivered: 0, failed: 0, withheld: 0, retried: 0, waiting: 0 }

export function shownDestination(
  vault: Vault,
  row: DestinationRow,
  health: Destination['health'] = nothingYet
): Destination {
  const kind = kindOf(row.type)
  const preset = kind?.presets.find(one => one.key === row.preset)
  return {
    id: toPublic('dst', row.id),
    type: row.type,
    name: row.name,
    preset: row.preset,
    enabled: row.enabled,
    state: row.enabled ? row.state : 'paused',
    ...(row.problem === null || row.problemSince === null
      ? {}
      : { problem: { message: row.problem, since: row.problemSince.toISOString() } }),
    settings: kind ? shownSettings(kind, openSettings(vault, row.id, row)) : {},
    mapping: row.mapping as MappingBody,
    differences: preset ? differences(row.mapping, preset.mapping) : [],
    consentCategories: row.consentCategories,
    whenConsentUnknown: row.whenConsentUnknown,
    personal: row.personal,
    agentIds: row.agents.map(agent => toPublic('agt', agent)),
    segmentId: row.segmentId === null ? null : toPublic('seg', row.segmentId),
    ...(row.segmentName ? { segmentName: row.segmentName } : {}),
    revision: row.revision,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    health
  }
}
