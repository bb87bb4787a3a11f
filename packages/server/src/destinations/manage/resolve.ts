import { AppError, takeTurn } from '../../http/index.ts'
import { UnreachableError } from '../../outward/index.ts'
import { UnpreparedError } from '../kind.ts'
import { kindOf } from '../kinds.ts'
import { settingsOf } from '../settings/check-settings.ts'
import type { ManageContext } from './context.ts'

/** The button beside a field: looks up at its vendor what follows from the fields that are filled so far. */
export async function resolveSettings(
  context: ManageContext,
  workspaceId: string,
  given: { type: string; settings: Record<string, unknown> }
): Promise<{ settings: Record<string, unknown>; message: string }> {
  const kind = kindOf(given.type)
  if (!kind?.resolve)
    throw new AppError('invalid', 'Of this destination nothing can be looked up. Fill in its settings by hand.', {
      field: 'type'
    })
  takeTurn(context.lookUps, workspaceId, 'That was looked up very often. Wait a moment.')
  // Fields that are still wrong are left out: the look-up itself says which of them it cannot do without.
  const { settings } = await settingsOf(kind, given.settings, context)
  try {
    const { reach, clock, allowPrivate } = context
    const found = await kind.resolve({ settings, reach, now: clock(), allowPrivate })
    for (const field of kind.settings) {
      const value = found.settings[field.key]
      const problem = field.kind === 'address' && typeof value === 'string' ? await context.judge(value) : undefined
      if (problem) throw new AppError('invalid', problem, { field: `settings.${field.key}` })
    }
    return found
  } catch (fault) {
    if (fault instanceof UnreachableError || fault instanceof UnpreparedError)
      throw new AppError('invalid', fault.message, { field: 'settings' })
    throw fault
  }
}
