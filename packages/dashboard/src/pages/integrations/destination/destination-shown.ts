import type { CatalogEntry, Destination } from '@foyer/protocol'
import { createContext, use } from 'react'

/** The destination whose tabs are open, and its kind; the frame has loaded both before any of them is shown. */
export const DestinationShown = createContext<{ destination: Destination; kind: CatalogEntry } | null>(null)

export function useDestination(): { destination: Destination; kind: CatalogEntry } {
  const shown = use(DestinationShown)
  if (!shown) throw new Error('A tab of a destination is only shown inside the frame that loads the destination')
  return shown
}
