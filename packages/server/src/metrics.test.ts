import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { createMetrics, metricsRoutes } from './metrics.ts'

test('docs/metrics.md names every number of ours that /metrics shows, with what may stand beside it', async () => {
  const metrics = createMetrics({
    waitingRows: () => 0,
    waitingDeliveries: async () => 0,
    visitsStoredBefore: async () => 0
  })
  const app = Fastify()
  metricsRoutes(app, metrics)
  await app.ready()
  const text = readFileSync(join(import.meta.dirname, '../../../docs/metrics.md'), 'utf8')
  const told = new Map(
    Array.from(text.matchAll(/^\| `(foyer_\w+)` \| (.*?) \|/gm), ([, name = '', labels = '']) => [
      name,
      Array.from(labels.matchAll(/`(\w+)`/g), ([, label]) => label)
    ])
  )
  const shown = metrics.registry.getMetricsAsArray().filter(({ name }) => name.startsWith('foyer_'))
  expect([...told.keys()].sort()).toEqual(shown.map(({ name }) => name).sort())
  for (const metric of shown) {
    const { labelNames } = metric as unknown as { labelNames: string[] }
    expect(told.get(metric.name), metric.name).toEqual(labelNames)
  }
})
