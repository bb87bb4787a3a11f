import type { Figures } from '@foyer/protocol'

export const figureNames = [
  'visitors',
  'visits',
  'views',
  'viewsPerVisit',
  'bounceRate',
  'visitSeconds',
  'conversations',
  'conversions'
] as const satisfies readonly (keyof Figures)[]
