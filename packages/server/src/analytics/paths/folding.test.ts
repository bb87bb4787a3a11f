import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { newQuery } from '../language/query.ts'
import { foldedPath, patternsOf } from './folding.ts'

test('the event store folds addresses as paths do: who changes one makes the column anew', () => {
  const query = newQuery()
  const sql = foldedPath(query, {}).replaceAll(/\{(v\d+):String\}/g, (_, name: string) => `'${query.params[name]}'`)
  const table = readFileSync(new URL('../../stores/events/schema.dump.sql', import.meta.url), 'utf8')
  expect(table).toContain(`\`node\` UInt64 MATERIALIZED if(type = 'page', cityHash64(${sql}),`)
})

test('in a pattern only * stands for something else: an underscore, a percent sign and a backslash are themselves', () => {
  const query = newQuery()
  patternsOf(query, { patterns: ['/a_b/*', '/100%/*', '/c\\d*', '/x/**/y*'] })
  const likes = Object.values(query.params).filter(text => String(text).endsWith('%'))
  expect(likes).toEqual(['/a\\_b/%', '/100\\%/%', '/c\\\\d%', '/x/%/y%'])
})
