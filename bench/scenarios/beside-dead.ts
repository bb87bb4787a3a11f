import { type Foyer, newFolder, removeFolder, startFoyer, startSink } from '../foyer.ts'
import type { RateJob, RateResult } from '../load/events-at-a-rate.ts'
import { openSite, type Site } from '../load/visitors.ts'
import { inOwnProcess, median } from '../measure.ts'
import type { Figure } from '../report.ts'
import type { Scenario } from './scenario.ts'
import { addWebhook, arrived, removeWebhook } from './sink-site.ts'

type Round = { isOneDead: boolean; perSecond: number; p50Ms: number; p99Ms: number }
type At = { foyer: Foyer; sink: Foyer; site: Site }

const steadyPerSecond = 400

/**
 * What a destination that answers nobody costs another one. Rounds with and without it take turns, in pairs whose order changes, so that
 * what else the machine does and what the stores still have to do fall on both.
 */
export const besideDead: Scenario = async options => {
  const folder = newFolder()
  const sink = await startSink()
  const foyer = await startFoyer(folder, options.profiles, [], { FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true' })
  try {
    const at = { foyer, sink, site: await openSite(foyer.url, options.quick ? 64 : 512) }
    const pairs = options.quick ? 1 : 4
    const rounds: Round[] = []
    await round(at, false, options.quick ? 200 : 2_000, 1)
    for (let pair = 0; pair < pairs; pair += 1)
      for (const isOneDead of pair % 2 === 0 ? [false, true] : [true, false])
        rounds.push(await round(at, isOneDead, options.quick ? 500 : 6_000, options.quick ? 1 : 6))
    return [
      {
        scenario: 'beside-dead',
        method: `${pairs} pairs of rounds, one of each with a second destination that takes requests and answers none. In a round ${options.quick ? 500 : 6_000} events as fast as they are answered (deliveries/s, from the first that arrives to the last), then ${steadyPerSecond} events a second for 6 s (sent to delivered). Medians, and in brackets the least and the most.`,
        figures: [
          ...compared(rounds, 'delivered', 'deliveries/s', one => one.perSecond),
          ...compared(rounds, 'sent to delivered, p50', 'ms', one => one.p50Ms),
          ...compared(rounds, 'sent to delivered, p99', 'ms', one => one.p99Ms)
        ],
        runs: rounds
      }
    ]
  } finally {
    await foyer.stop()
    await sink.stop()
    removeFolder(folder)
  }
}

function compared(rounds: Round[], what: string, unit: string, value: (one: Round) => number): Figure[] {
  const [without, beside] = [false, true].map(isOneDead =>
    rounds.filter(one => one.isOneDead === isOneDead).map(value)
  ) as [number[], number[]]
  const spread = (values: number[]) => `(${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`
  return [
    { what: `${what} ${spread(without)}`, value: median(without), unit },
    { what: `${what}, beside a dead one ${spread(beside)}`, value: median(beside), unit },
    { what: `${what}: of that without`, value: (median(beside) / median(without)) * 100, unit: '%' }
  ]
}

/** The dead one is new in each round: it is asked by all of its requests at once, and then rests as any other would. */
async function round({ foyer, sink, site }: At, isOneDead: boolean, events: number, seconds: number): Promise<Round> {
  const added = [await addWebhook(foyer, `${sink.url}/live`)]
  if (isOneDead) added.push(await addWebhook(foyer, `${sink.url}/dead`))
  const load = (job: Omit<RateJob, keyof Site | 'url'>) =>
    inOwnProcess<RateResult>('load/events-at-a-rate.ts', { ...site, url: foyer.url, ...job } satisfies RateJob)
  const full = await load({ events, eventsPerBody: 50, connections: 16 })
  const fast = await arrived(sink, full.accepted)
  const steady = await load({
    events: steadyPerSecond * seconds,
    eventsPerBody: 4,
    eventsPerSecond: steadyPerSecond,
    connections: 64
  })
  const { p50Ms, p99Ms } = await arrived(sink, steady.accepted)
  for (const { id } of added) await removeWebhook(foyer, id)
  return { isOneDead, perSecond: (fast.count / (fast.lastMs - fast.firstMs)) * 1000, p50Ms, p99Ms }
}
