import { asOwner, newFolder, removeFolder, startEcho, startFoyer } from '../foyer.ts'
import type { IdentifyJob, IdentifyResult } from '../load/identify.ts'
import { inOwnProcess, median } from '../measure.ts'
import type { Figure } from '../report.ts'
import type { Scenario } from './scenario.ts'

const path = '/api/visitors/identify'
const connections = 32

export const identify: Scenario = async options => {
  const folder = newFolder()
  const echo = await startEcho()
  const foyer = await startFoyer(folder)
  const runs: { isNew: boolean; echo: IdentifyResult; foyer: IdentifyResult; ratio: number }[] = []
  try {
    const agent = await asOwner<{ id: string }>(foyer.url, 'POST', '/api/agents', {
      name: 'Bench',
      allowedOrigins: ['*']
    })
    for (const isNew of [true, false]) {
      const shot = (url: string, seconds: number) =>
        inOwnProcess<IdentifyResult>('load/identify.ts', {
          url,
          path,
          agentId: agent.id,
          isNew,
          connections,
          seconds
        } satisfies IdentifyJob)
      await shot(foyer.url, options.warmUpSeconds)
      for (let round = 0; round < options.rounds; round += 1) {
        const bare = await shot(echo.url, options.seconds)
        const own = await shot(foyer.url, options.seconds)
        runs.push({ isNew, echo: bare, foyer: own, ratio: own.requestsPerSecond / bare.requestsPerSecond })
      }
    }
  } finally {
    await Promise.all([foyer.stop(), echo.stop()])
    removeFolder(folder)
  }
  const figures: Figure[] = [true, false].flatMap(isNew => {
    const own = runs.filter(run => run.isNew === isNew)
    const who = isNew ? 'a browser never seen' : 'a browser that comes back'
    return [
      { what: `${who}: identified`, value: median(own.map(run => run.foyer.requestsPerSecond)), unit: 'requests/s' },
      { what: `${who}: of the bare echo`, value: median(own.map(run => run.ratio)) * 100, unit: '%' },
      { what: `${who}: p99 when full`, value: median(own.map(run => run.foyer.p99Ms)), unit: 'ms' },
      { what: `${who}: refused`, value: own.reduce((sum, run) => sum + run.foyer.refused, 0), unit: 'requests' }
    ]
  })
  return [
    {
      scenario: 'identify',
      method: `autocannon in a process of its own, ${connections} connections, from 2 048 addresses; every answer is committed in PostgreSQL before it is given. A run of the bare Fastify echo beside each.`,
      figures,
      runs
    }
  ]
}
