import type { LabelChange } from '@foyer/protocol'
import { type Actor, AppError } from '../http/index.ts'
import { storableText } from '../identity/index.ts'
import type { ConversationsContext } from './context.ts'

/** As labels are kept: one spelling, each once. */
export const plainLabels = (labels: string[]) => [
  ...new Set(labels.map(label => storableText(label).trim().toLowerCase()).filter(label => label !== ''))
]

/** Renames a label, or takes it off, on every conversation that has it. */
export async function changeLabel(
  context: ConversationsContext,
  actor: Actor,
  { label, to }: LabelChange
): Promise<{ changed: number }> {
  const [named = null] = to === null ? [] : plainLabels([to])
  if (to !== null && named === null)
    throw new AppError('invalid', 'A label needs a letter or a digit at least.', { field: 'to' })
  return context.sql.begin(async tx => {
    const changed = await tx`
      UPDATE conversations SET labels = ARRAY(
        SELECT kept FROM (
          SELECT CASE WHEN one = ${label} THEN ${named}::text ELSE one END AS kept, min(place) AS place
          FROM unnest(labels) WITH ORDINALITY AS each (one, place) GROUP BY 1) AS renamed
        WHERE kept IS NOT NULL ORDER BY place)
      WHERE workspace_id = ${actor.workspaceId} AND labels @> ARRAY[${label}]::text[]`
    const action = named === null ? 'label.removed' : 'label.renamed'
    await context.audit(
      actor,
      action,
      label,
      { name: label, ...(named === null ? {} : { to: named }), changed: changed.count },
      tx
    )
    return { changed: changed.count }
  }) as Promise<{ changed: number }>
}
