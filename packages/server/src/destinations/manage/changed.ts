import type { JSONValue } from 'postgres'
import type { Actor } from '../../http/index.ts'
import { openSettings, type Vault } from '../settings/sealed.ts'
import type { ISql } from './context.ts'
import type { DestinationRow } from './rows.ts'

/** More than anybody goes back; the oldest are forgotten. */
const keptRevisions = 100

const words = {
  name: 'name',
  mapping: 'mapping',
  consentCategories: 'consent categories',
  whenConsentUnknown: 'when consent is unknown',
  personal: 'personal data',
  agents: 'agents',
  segmentId: 'segment'
} as const

/** What is different, in words; of a secret only that it is. */
export function changedIn(vault: Vault, before: DestinationRow, after: DestinationRow): string[] {
  const parts = Object.entries(words).flatMap(([key, word]) => {
    const part = key as keyof typeof words
    return written(before[part]) === written(after[part]) ? [] : [word]
  })
  if (before.settings === after.settings && before.sealed === after.sealed) return parts
  const [was, is] = [openSettings(vault, before.id, before), openSettings(vault, after.id, after)]
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return [...parts, ...keys.filter(key => written(was[key]) !== written(is[key])).map(key => `settings: ${key}`)]
}

/** PostgreSQL keeps the values of an object, not the order of its keys. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one
  ) ?? ''

export async function noteRevision(
  sql: ISql,
  workspaceId: string,
  row: DestinationRow,
  by: Actor,
  changed: string[]
): Promise<void> {
  const json = (value: unknown) => sql.json(value as JSONValue)
  await sql`
    INSERT INTO destination_revisions (workspace_id, destination_id, revision, at, by, changed, settings, mapping, consent_categories,
      when_consent_unknown, personal, agents, segment_id)
    VALUES (${workspaceId}, ${row.id}, ${row.revision}, ${row.updatedAt}, ${by.label.toWellFormed()}, ${changed}, ${json(row.settings)},
      ${json(row.mapping)}, ${row.consentCategories}, ${row.whenConsentUnknown}, ${json(row.personal)}, ${row.agents}::uuid[],
      ${row.segmentId})`
  await sql`
    DELETE FROM destination_revisions WHERE destination_id = ${row.id} AND revision <= ${row.revision - keptRevisions}`
}
