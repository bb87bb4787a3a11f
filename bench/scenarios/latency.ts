import { newFolder, removeFolder, startFoyer } from '../foyer.ts'
import type { CannonJob, CannonResult } from '../load/cannon.ts'
import type { SteadyJob, SteadyResult } from '../load/steady.ts'
import { openSite, type Site } from '../load/visitors.ts'
import { inOwnProcess, median } from '../measure.ts'
import type { Options } from '../options.ts'
import type { Figure, Report } from '../report.ts'
import { visitorsOf } from './ingest.ts'
import type { Scenario } from './scenario.ts'

type Run = { eventsPerBody: number; requestsPerSecond: number; steady: SteadyResult }

export const latency: Scenario = async (options, found) => {
  const folder = newFolder()
  const foyer = await startFoyer(folder)
  const runs: Run[] = []
  try {
    const site = await openSite(foyer.url, visitorsOf(options))
    for (const eventsPerBody of [1, 50]) {
      const full =
        found.requestsPerSecond.get(eventsPerBody) ?? (await fullLoad(foyer.url, site, eventsPerBody, options))
      const requestsPerSecond = Math.max(1, Math.floor(full / 2))
      const steady = (seconds: number) =>
        inOwnProcess<SteadyResult>('load/steady.ts', {
          url: foyer.url,
          ...site,
          eventsPerBody,
          requestsPerSecond,
          seconds
        } satisfies SteadyJob)
      await steady(options.warmUpSeconds)
      for (let round = 0; round < options.rounds; round += 1)
        runs.push({ eventsPerBody, requestsPerSecond, steady: await steady(options.seconds) })
    }
  } finally {
    await foyer.stop()
    removeFolder(folder)
  }
  return [reportOf(runs)]
}

const fullLoad = async (url: string, site: Site, eventsPerBody: number, options: Options) =>
  (
    await inOwnProcess<CannonResult>('load/cannon.ts', {
      url,
      ...site,
      eventsPerBody,
      connections: 128,
      seconds: options.warmUpSeconds
    } satisfies CannonJob)
  ).requestsPerSecond

function reportOf(runs: Run[]): Report {
  const figures: Figure[] = []
  for (const eventsPerBody of [1, 50]) {
    const own = runs.filter(run => run.eventsPerBody === eventsPerBody)
    const rate = own[0]?.requestsPerSecond ?? 0
    const what = `${eventsPerBody}-event bodies at ${Math.round(rate * eventsPerBody)} events/s`
    figures.push({ what: `${what}: p50`, value: median(own.map(run => run.steady.p50Ms)), unit: 'ms' })
    figures.push({
      what: `${what}: p99`,
      value: median(own.map(run => run.steady.p99Ms)),
      unit: 'ms',
      target: { atMost: 100 }
    })
    figures.push({
      what: `${what}: refused`,
      value: own.reduce((sum, run) => sum + run.steady.refused, 0),
      unit: 'requests'
    })
  }
  return {
    scenario: 'latency',
    method:
      'Half the requests a second that the ingest scenario reached, sent at fixed times by a process of its own whether the last was answered or not; each time counts from when the request was due (no coordinated omission).',
    figures,
    runs
  }
}
