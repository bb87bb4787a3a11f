import { AppError, takeTurn } from '../../http/index.ts'
import { UnreachableError } from '../../outward/index.ts'
import { type Kind, type Settings, UnpreparedError } from '../kind.ts'
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
  // Fields that are still wrong are left out: the look-up itself says which of them it cannot do without.
  const { settings } = await settingsOf(kind, given.settings, context)
  const found = await lookUp(context, workspaceId, kind.resolve, settings)
  for (const field of kind.settings) {
    const value = found.settings[field.key]
    const problem = field.kind === 'address' && typeof value === 'string' ? await context.judge(value) : undefined
    if (problem) throw new AppError('invalid', problem, { field: `settings.${field.key}` })
  }
  return found
}

/**
 * Settings as they are to be checked when they are saved: where nothing is amiss but that a field is empty which can be looked up, it is.
 * A secret that is made up there would be known to nobody.
 */
export async function filledIn(
  context: ManageContext,
  workspaceId: string,
  kind: Kind,
  given: Readonly<Record<string, unknown>>
): Promise<Readonly<Record<string, unknown>>> {
  if (!kind.resolve) return given
  const { settings, problems } = await settingsOf(kind, given, context)
  const isToFill = ({ key }: { key: string }) =>
    isEmpty(given[key]) && kind.settings.some(field => field.key === key && field.resolves && field.kind !== 'secret')
  const [first] = problems
  if (!first || !problems.every(isToFill)) return given
  const found = await lookUp(context, workspaceId, kind.resolve, settings).catch(fault => {
    // Another field that is wrong is what has to be mended; so is a moment's wait.
    if (!(fault instanceof AppError) || fault.code !== 'invalid' || fault.field !== 'settings') throw fault
    const label = kind.settings.find(({ key }) => key === first.key)?.label ?? first.key
    throw new AppError('invalid', `${label} was left empty, and could not be looked up. ${fault.message}`, {
      field: `settings.${first.key}`
    })
  })
  return { ...given, ...found.settings }
}

const isEmpty = (value: unknown) => value === undefined || value === null || String(value).trim() === ''

async function lookUp(
  context: ManageContext,
  workspaceId: string,
  resolve: NonNullable<Kind['resolve']>,
  settings: Settings
) {
  takeTurn(context.lookUps, workspaceId, 'That was looked up very often. Wait a moment.')
  try {
    const { reach, clock, allowPrivate } = context
    return await resolve({ settings, reach, now: clock(), allowPrivate })
  } catch (fault) {
    if (fault instanceof UnpreparedError)
      throw new AppError('invalid', fault.message, { field: fault.setting ? `settings.${fault.setting}` : 'settings' })
    if (fault instanceof UnreachableError) throw new AppError('invalid', fault.message, { field: 'settings' })
    throw fault
  }
}
