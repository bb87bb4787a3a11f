import type { CatalogEntry } from '@foyer/protocol'
import {
  ChartLine,
  CircleCheck,
  CirclePause,
  Contact,
  Database,
  type LucideIcon,
  Mail,
  Megaphone,
  MessageSquare,
  Moon,
  TriangleAlert,
  Users,
  Webhook
} from 'lucide-react'
import { classes } from '../../ui/classes.ts'
import { type StandingState, stateLooks, stateWords } from './destination-words.ts'

const categoryIcons: Record<CatalogEntry['category'], LucideIcon> = {
  chat: MessageSquare,
  analytics: ChartLine,
  advertising: Megaphone,
  crm: Contact,
  email: Mail,
  team: Users,
  storage: Database,
  webhook: Webhook
}

/** What kind of thing it is. */
export function KindIcon({ category }: { category: CatalogEntry['category'] | undefined }) {
  const Icon = category === undefined ? Webhook : categoryIcons[category]
  return (
    <span
      aria-hidden
      className="flex size-9 shrink-0 items-center justify-center rounded-sm border border-line bg-sunken text-ink-soft"
    >
      <Icon className="size-4" />
    </span>
  )
}

const stateIcons: Record<StandingState, LucideIcon> = {
  active: CircleCheck,
  paused: CirclePause,
  misconfigured: TriangleAlert,
  resting: Moon
}

export function StateMark({ state }: { state: StandingState }) {
  const Icon = stateIcons[state]
  return (
    <span
      className={classes(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        stateLooks[state]
      )}
    >
      <Icon aria-hidden className="size-3" />
      {stateWords[state]}
    </span>
  )
}
