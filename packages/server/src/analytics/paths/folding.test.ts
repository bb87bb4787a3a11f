import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { newQuery } from '../language/query.ts'
import { foldedPath } from './folding.ts'

test('the event store folds addresses as paths do: who changes one makes the column anew', () => {
  const query = newQuery()
  const sql = foldedPath(query, {}).replaceAll(/\{(v\d+):String\}/g, (_, name: string) => `'${query.params[name]}'`)
  const table = readFileSync(new URL('../../stores/events/schema.dump.sql', import.meta.url), 'utf8')
  expect(table).toContain(`\`node\` UInt64 MATERIALIZED if(type = 'page', cityHash64(${sql}),`)
})
