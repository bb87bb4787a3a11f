import { newFolder, removeFolder, startEcho, startFoyer } from '../foyer.ts'
import type { CannonJob, CannonResult } from '../load/cannon.ts'
import { anySite } from '../load/senders.ts'
import { openSite, type Site } from '../load/visitors.ts'
import { familyOf, inOwnProcess, median, nameOf, processorSeconds } from '../measure.ts'
import type { Options } from '../options.ts'
import { profileOf } from '../profile.ts'
import type { Figure, Report } from '../report.ts'
import type { StoreFacts } from '../store-facts.ts'
import type { Scenario } from './scenario.ts'

export const visitorsOf = (options: Options) => (options.quick ? 128 : 2048)
const bodies = [1, 50]
const connectionCounts = [32, 128]

type Run = {
  eventsPerBody: number
  connections: number
  bodyBytes: number
  echo: CannonResult
  foyer: CannonResult
  ratio: number
  /** Processor seconds a second, while it ran. */
  processors: { foyer: number; postgres: number }
}

/** 202 is only answered for what is on disk, so what is answered here is durable. */
export const ingest: Scenario = async (options, found) => {
  const folder = newFolder()
  const echo = await startEcho()
  const foyer = await startFoyer(folder, options.profiles)
  const runs: Run[] = []
  let answered = 0
  try {
    const site = await openSite(foyer.url, visitorsOf(options))
    for (const eventsPerBody of bodies) {
      for (const connections of connectionCounts) {
        const shot = (url: string, at: Site, seconds: number) =>
          inOwnProcess<CannonResult>('load/cannon.ts', {
            url,
            ...at,
            eventsPerBody,
            connections,
            seconds
          } satisfies CannonJob)
        await shot(echo.url, anySite(visitorsOf(options)), options.warmUpSeconds)
        answered += (await shot(foyer.url, site, options.warmUpSeconds)).answered * eventsPerBody
        for (let round = 0; round < options.rounds; round += 1) {
          // One beside the other each time: what else the machine does falls on both.
          const bare = await shot(echo.url, anySite(visitorsOf(options)), options.seconds)
          const used = processorsOf(foyer.pid)
          const own = await shot(foyer.url, site, options.seconds)
          answered += own.answered * eventsPerBody
          runs.push({
            eventsPerBody,
            connections,
            bodyBytes: own.bodyBytes,
            echo: bare,
            foyer: own,
            ratio: own.requestsPerSecond / bare.requestsPerSecond,
            processors: used(options.seconds)
          })
        }
      }
    }
  } finally {
    await Promise.all([foyer.stop(), echo.stop()])
  }
  if (options.profiles) console.log(profileOf(options.profiles))
  const facts = await inOwnProcess<StoreFacts>('store-facts.ts', { folder, merged: true })
  removeFolder(folder)
  return [reportOf(runs, answered, facts, found)]
}

function reportOf(runs: Run[], answered: number, facts: StoreFacts, found: Found): Report {
  const figures: Figure[] = []
  for (const eventsPerBody of bodies) {
    for (const connections of connectionCounts) {
      const own = runs.filter(run => run.eventsPerBody === eventsPerBody && run.connections === connections)
      const requests = median(own.map(run => run.foyer.requestsPerSecond))
      const ratio = median(own.map(run => run.ratio)) * 100
      const what = `${eventsPerBody}-event bodies, ${connections} connections`
      const best = Math.max(found.requestsPerSecond.get(eventsPerBody) ?? 0, requests)
      found.requestsPerSecond.set(eventsPerBody, best)
      figures.push({
        what: `${what}: stored`,
        value: requests * eventsPerBody,
        unit: 'events/s',
        ...(eventsPerBody === 50 ? { target: { atLeast: 40_000 } } : {})
      })
      figures.push({
        what: `${what}: of the bare echo`,
        value: ratio,
        unit: '%',
        ...(eventsPerBody === 1 ? { target: { atLeast: 30 } } : {})
      })
      figures.push({ what: `${what}: p99 when full`, value: median(own.map(run => run.foyer.p99Ms)), unit: 'ms' })
    }
  }
  figures.push({
    what: 'events answered 202 and not found in the store',
    value: Math.max(0, answered - facts.rowsOnce),
    unit: '',
    target: { atMost: 0 }
  })
  figures.push({
    what: 'an event on disk, as ingested here, merged',
    value: facts.bytesPerEvent,
    unit: 'bytes',
    target: { atMost: 70 }
  })
  return {
    scenario: 'ingest',
    method:
      'autocannon in a process of its own on the same two cores, each request with ids and times of its own, from 2 048 visitors with as many addresses; a run of the bare Fastify echo with the same bytes beside each; medians of the rounds, ratio by ratio. Afterwards the stored events are counted.',
    figures,
    runs
  }
}

type Found = Parameters<Scenario>[1]

function processorsOf(pid: number): (seconds: number) => Run['processors'] {
  const family = familyOf(pid).map(one => ({
    pid: one,
    isPostgres: nameOf(one).includes('postgres'),
    before: processorSeconds(one)
  }))
  return seconds => {
    const used = (isPostgres: boolean) =>
      family
        .filter(one => one.isPostgres === isPostgres)
        .reduce((sum, one) => sum + Math.max(0, processorSeconds(one.pid) - one.before), 0) / seconds
    return { foyer: used(false), postgres: used(true) }
  }
}
