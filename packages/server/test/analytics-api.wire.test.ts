import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { identify, newLocalId, page, send } from './visitor.ts'
import { call, foyerUrl, mintWorkspace, settled } from './workspace.ts'

const text = readFileSync(join(import.meta.dirname, '../../../docs/analytics-api.md'), 'utf8')
const [, ...examples] = [...text.matchAll(/```sh\n(.+?)```/gs)].map(([, shell = '']) => shell)

test('every example of docs/analytics-api.md answers what the page says', async () => {
  const workspace = await mintWorkspace()
  const visitor = (await identify(workspace, { localId: newLocalId() })).body
  await send(workspace, visitor, [page('/one'), page('/two')])
  await settled()
  // One shell for all: later examples use what earlier ones made.
  const script = [
    'set -eu',
    ...examples.map(
      (shell, index) => `printf '\\n--- ${index}\\n'\n${shell.replaceAll('2026-', `${new Date().getUTCFullYear()}-`)}`
    )
  ]
  const { stdout } = await promisify(execFile)('bash', ['-c', script.join('\n')], {
    env: { PATH: process.env.PATH, FOYER: foyerUrl(), KEY: workspace.key }
  })
  const said = stdout.split(/\n--- \d+\n/).slice(1)
  expect(said).toHaveLength(examples.length)
  const [trend, csv, events, saved, shared, noted, digest] = said
  expect(JSON.parse(trend ?? '')).toMatchObject({ unit: 'month', lines: [{ label: 'Order Completed', total: 0 }] })
  expect(csv).toBe('series,value,figure,previous\r\npage,/one,1,\r\npage,/two,1,\r\n')
  expect(
    events
      ?.trim()
      .split('\n')
      .map(line => JSON.parse(line).path)
      .sort()
  ).toEqual(['/one', '/two'])
  expect(JSON.parse(saved ?? '')).toMatchObject({ name: 'Views of the week', answer: { lines: [{ total: 2 }] } })
  expect(JSON.parse(shared ?? '').url).toContain('/shared/')
  expect(noted).toMatch(/"items":.*"text":"Release 4.2".*"text":"Release 4.2.1"/s)
  expect(JSON.parse(digest ?? '')).toMatchObject({ every: 'week', webhookSecret: expect.stringMatching(/^whsec_/) })
}, 60_000)

test('the API description tells of every route of the page, with what it takes and gives', async () => {
  const routes = [...text.matchAll(/\$FOYER(\/api\/[\w/$]+)/g)].map(([, path = '']) =>
    path.replace(/\/\$[A-Z]+/g, '/{id}')
  )
  const { body } = await call<{ paths: Record<string, Record<string, { responses: object }>> }>(
    'GET',
    '/api/openapi.json'
  )
  expect(routes.length).toBeGreaterThan(6)
  for (const path of routes) {
    expect(Object.keys(body.paths), path).toContain(path)
    for (const [method, operation] of Object.entries(body.paths[path] ?? {}))
      expect(
        Object.keys(operation.responses).some(status => /^2/.test(status)),
        `${method} ${path}`
      ).toBe(true)
  }
})
