import type { FigureKind } from '../../../charts/figure-text.ts'
import type { FigureName } from './overview-address.ts'

export type Shown = {
  label: string
  kind: FigureKind
  /** What exactly is counted. */
  meaning: string
  isLessBetter?: boolean
}

export const shownFigures: Record<FigureName, Shown> = {
  visitors: { label: 'Visitors', kind: 'count', meaning: 'People, each counted once, on however many devices' },
  visits: { label: 'Visits', kind: 'count', meaning: 'A visit ends with 30 minutes in which nothing is done' },
  views: { label: 'Page views', kind: 'count', meaning: 'Pages shown, each time anew' },
  bounceRate: {
    label: 'Bounce rate',
    kind: 'share',
    meaning: 'Visits of one page, of all visits with a page',
    isLessBetter: true
  },
  visitSeconds: {
    label: 'Visit time',
    kind: 'seconds',
    meaning: 'From the first to the last thing done in a visit, on average'
  },
  conversations: { label: 'Conversations', kind: 'count', meaning: 'Conversations begun' },
  conversions: { label: 'Conversions', kind: 'count', meaning: 'How often the event happened that you chose' }
}
