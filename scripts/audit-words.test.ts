import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const packages = join(import.meta.dirname, '../packages')
const server = join(packages, 'server/src')
const sources = readdirSync(server, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map(file => readFileSync(join(server, file), 'utf8'))
  .join('\n')
const words = readFileSync(join(packages, 'dashboard/src/pages/settings/audit-words.ts'), 'utf8')
const told = new Set(Array.from(words.matchAll(/^ {2}'(\w+\.\w+)': '/gm), ([, action]) => action))

// Where the last word of an action is a status, or what was done to the visitor.
const madeUp = ['opened', 'resolved', 'snoozed', 'blocked', 'unblocked'].map(what => `conversation.${what}`)
const written = new Set([
  ...Array.from(sources.matchAll(/audit\([^`;]*?'(\w+\.\w+)'/g), ([, action]) => action),
  ...(/`conversation\.\$\{what\}`/.test(sources) ? madeUp : [])
])

test('everything that the audit trail tells of is told in words, and no words wait for what never happens', () => {
  expect(written.size).toBeGreaterThan(30)
  expect([...written].filter(action => !told.has(action))).toEqual([])
  // Some are written where the action is chosen first.
  expect([...told].filter(action => !written.has(action) && !sources.includes(`'${action}'`))).toEqual([])
})
