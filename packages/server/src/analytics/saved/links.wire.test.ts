import type { Dashboard, DashboardLinkCreated } from '@foyer/protocol'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { ask, newDataFolder, startFoyer } from '../../../test/durability/process.ts'
import { startServerByUrl } from '../../../test/postgres.ts'

test('a link that has run out is as one that never was, and its dashboard has none', async () => {
  const server = await startServerByUrl()
  const database = await server.newDatabase()
  const folder = newDataFolder()
  const foyer = await startFoyer(folder.data, { more: { FOYER_POSTGRES_URL: database } })
  const records = postgres(database, { max: 1 })
  const made = await ask<Dashboard>(foyer.url, '/api/dashboards', { name: 'Monday' })
  const path = `/api/dashboards/${made.body.id}`
  const link = await ask<DashboardLinkCreated>(foyer.url, `${path}/link`, { expiresInDays: 1 })
  const shared = `${foyer.url}/api/shared/${link.body.url.split('/').at(-1)}`
  expect((await fetch(shared)).status).toBe(200)
  expect((await ask<Dashboard>(foyer.url, path)).body.link?.expiresAt).toBe(link.body.expiresAt)
  await records`UPDATE dashboard_links SET expires_at = now() - interval '1 second'`
  expect((await fetch(shared)).status).toBe(404)
  expect((await ask<Dashboard>(foyer.url, path)).body.link).toBeUndefined()
  await records.end()
  await foyer.stop()
  folder.remove()
  await server.stop()
}, 90_000)
