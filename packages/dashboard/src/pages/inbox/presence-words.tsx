import type { Presence } from '@foyer/protocol'
import { classes } from '../../ui/classes.ts'

export const presenceWords: Record<Presence, string> = {
  available: 'available',
  busy: 'busy',
  away: 'away',
  offline: 'offline'
}

/** Full, half and empty, so that colour is not the only sign. */
const dots: Record<Presence, string> = {
  available: 'bg-accent',
  busy: 'bg-danger',
  away: 'border-2 border-warning bg-surface',
  offline: 'border border-line-strong bg-surface'
}

export const PresenceDot = ({ status, className }: { status: Presence; className?: string }) => (
  <span aria-hidden className={classes('size-2 shrink-0 rounded-full', dots[status], className)} />
)
