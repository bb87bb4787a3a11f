import type { CatalogEntry, Destination } from '@foyer/protocol'
import type { DestinationForm } from './destination-form.ts'

/** What the form shows, and changes: every part of it is given the same. */
export type Given = {
  kind: CatalogEntry
  kept?: Destination
  form: DestinationForm
  write: (next: Partial<DestinationForm>) => void
  /** Of a field by its name on the wire: what is wrong with it. */
  faultAt: (field: string) => string | undefined
}
