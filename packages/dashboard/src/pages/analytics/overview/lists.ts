import type { TopQuery } from '@foyer/protocol'

export type Dimension = Exclude<TopQuery['dimension'], 'endpoint'>

export type List = {
  dimension: Dimension
  /** On its tab, and as the title of the whole list. */
  label: string
  /** What one of them is called where there is none yet: "No pages". */
  nothing: string
  /** The field a filter names it by. */
  field: string
  /** What is counted first. */
  counted: 'visitors' | 'views' | 'events'
}

const list = (
  dimension: Dimension,
  label: string,
  nothing: string,
  counted: List['counted'] = 'visitors',
  field: string = dimension
): List => ({ dimension, label, nothing, field, counted })

export type Card = { name: string; title: string; lists: readonly List[] }

/** The cards below the chart, and what each can show. */
export const cards: readonly Card[] = [
  {
    name: 'pages',
    title: 'Pages',
    lists: [
      list('page', 'Top pages', 'No page was opened', 'views'),
      list('entryPage', 'Entry pages', 'No visit began with a page'),
      list('exitPage', 'Exit pages', 'No visit ended on a page'),
      list('host', 'Sites', 'No site was visited')
    ]
  },
  {
    name: 'sources',
    title: 'Sources',
    lists: [
      list('source', 'Sources', 'Nobody came from anywhere'),
      list('referrer', 'Referrers', 'No page sent anybody'),
      list('campaign', 'Campaigns', 'No link had a campaign'),
      list('medium', 'Mediums', 'No link had a medium'),
      list('term', 'Terms', 'No link had a term'),
      list('content', 'Contents', 'No link had a content')
    ]
  },
  {
    name: 'places',
    title: 'Places',
    lists: [
      list('country', 'Countries', 'No country is known'),
      list('region', 'Regions', 'No region is known'),
      list('city', 'Cities', 'No city is known')
    ]
  },
  {
    name: 'devices',
    title: 'Devices',
    lists: [
      list('browser', 'Browsers', 'No browser is known'),
      list('os', 'Systems', 'No system is known'),
      list('device', 'Devices', 'No device is known'),
      list('language', 'Languages', 'No language is known')
    ]
  },
  { name: 'events', title: 'Events', lists: [list('event', 'Events', 'No event happened', 'events')] }
]

const lists = cards.flatMap(card => card.lists)
export const listOf = (dimension: unknown): List | undefined => lists.find(one => one.dimension === dimension)
