import type { Column, PeopleSearch } from './people-search.ts'

type ColumnWords = { label: string; width: string; sort?: NonNullable<PeopleSearch['sort']>; isNumber?: boolean }

export const columnWords: Record<Column, ColumnWords> = {
  email: { label: 'E-mail', width: 'minmax(9rem, 1.2fr)' },
  lastSeenAt: { label: 'Last seen', width: '7rem', sort: 'lastSeenAt' },
  visits: { label: 'Visits', width: '4.5rem', sort: 'visits', isNumber: true },
  events: { label: 'Events', width: '5rem', sort: 'events', isNumber: true },
  firstSource: { label: 'First source', width: 'minmax(6.5rem, 0.7fr)' },
  country: { label: 'Country', width: 'minmax(8rem, 0.8fr)' },
  company: { label: 'Company', width: 'minmax(7rem, 0.8fr)' },
  device: { label: 'Device', width: 'minmax(8.5rem, 0.9fr)' },
  firstSeenAt: { label: 'First seen', width: '7rem', sort: 'firstSeenAt' }
}

export const templateOf = (columns: readonly Column[]) =>
  ['minmax(13rem, 1.6fr)', ...columns.map(column => columnWords[column].width)].join(' ')
