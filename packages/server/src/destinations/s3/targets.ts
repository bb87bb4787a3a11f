import type { Target, TargetField } from '@foyer/protocol'

const text = (path: string, required = false): TargetField => ({ path, kind: 'text', required })

export const targets: Target[] = [
  {
    to: 'row',
    name: 'Row',
    help: 'A line of a file. Columns of your own are added behind these.',
    fields: [
      {
        ...text('id', true),
        help: 'The same event has the same one: where a file was written twice, keep one of each.'
      },
      { ...text('time', true), help: 'In UTC.' },
      text('type', true),
      text('name'),
      text('visitor_id'),
      text('user_id'),
      text('session_id'),
      text('url'),
      text('path'),
      text('title'),
      text('referrer'),
      { path: 'properties', kind: 'object', required: false, help: 'In Parquet a text of JSON.' },
      { path: 'context', kind: 'object', required: false, help: 'In Parquet a text of JSON.' },
      { path: 'traits', kind: 'object', required: false, help: 'In Parquet a text of JSON.' }
    ],
    isOpen: true
  }
]
