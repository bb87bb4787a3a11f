import type { CatalogEntry } from '@foyer/protocol'
import { ApiError } from '../../../api.ts'
import { faultText } from '../../../ui/states.tsx'

/** The server names a setting as `settings.url`, or by its key alone. */
export function faultAt(fault: unknown, field: string): string | undefined {
  if (!(fault instanceof ApiError) || fault.field === undefined) return undefined
  return fault.field === field || `settings.${fault.field}` === field ? fault.message : undefined
}

/** What is wrong with the form as a whole: whatever stands beside no field that is drawn. */
export function faultOfForm(fault: unknown, kind: CatalogEntry): string | undefined {
  if (!fault) return undefined
  const fields = ['name', 'consentCategories', 'segmentId', ...kind.settings.map(({ key }) => `settings.${key}`)]
  return fields.some(field => faultAt(fault, field) !== undefined) ? undefined : faultText(fault)
}
