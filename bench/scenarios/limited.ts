import { asOwner, type Foyer, newFolder, removeFolder, startFoyer, startSink } from '../foyer.ts'
import { openSite, type Site } from '../load/visitors.ts'
import { median } from '../measure.ts'
import type { Figure } from '../report.ts'
import type { Scenario } from './scenario.ts'
import { addWebhook, fullAndSteady, removeWebhook, steadyPerSecond } from './sink-site.ts'

/** Whom a destination is limited to: nobody is left out, or nobody is in, which is asked again for each event. */
type Limit = 'nothing' | 'everybody' | 'nobody'
type Round = { limit: Limit; perSecond: number; p50Ms: number; p99Ms: number }
type At = { foyer: Foyer; sink: Foyer; site: Site; segments: Record<Exclude<Limit, 'nothing'>, string> }

const turns: Limit[][] = [
  ['nothing', 'everybody', 'nobody'],
  ['nobody', 'nothing', 'everybody'],
  ['everybody', 'nobody', 'nothing']
]

/** What a segment costs a destination (decision 0034). Rounds take turns, so that what else the machine does falls on all. */
export const limited: Scenario = async options => {
  const folder = newFolder()
  const sink = await startSink()
  const foyer = await startFoyer(folder, options.profiles, [], { FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true' })
  const [events, seconds] = options.quick ? [500, 1] : [3_000, 3]
  try {
    const site = await openSite(foyer.url, options.quick ? 64 : 512)
    const segment = async (name: string, filters: unknown[]) =>
      (await asOwner<{ id: string }>(foyer.url, 'POST', '/api/segments', { name, rule: { filters } })).id
    const segments = {
      everybody: await segment('Everybody', []),
      nobody: await segment('Nobody', [{ did: { event: 'Never Done' } }])
    }
    const at = { foyer, sink, site, segments }
    const rounds: Round[] = []
    await round(at, 'nothing', options.quick ? 200 : 2_000, 1)
    for (const turn of options.quick ? turns.slice(0, 1) : turns)
      for (const limit of turn) rounds.push(await round(at, limit, events, seconds))
    return [
      {
        scenario: 'limited',
        method: `${rounds.length / 3} rounds each: a webhook that is sent everything, one limited to a segment that everybody is in, and one to a segment that nobody is in, beside one that is sent everything, whose figures are told. In a round ${events} events as fast as they are answered (deliveries/s, from the first that arrives to the last), then ${steadyPerSecond} events a second for ${seconds} s (sent to delivered). Medians.`,
        figures: [
          ...of(rounds, 'delivered', 'deliveries/s', one => one.perSecond),
          ...of(rounds, 'sent to delivered, p50', 'ms', one => one.p50Ms),
          ...of(rounds, 'sent to delivered, p99', 'ms', one => one.p99Ms)
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

async function round({ foyer, sink, site, segments }: At, limit: Limit, events: number, seconds: number) {
  const segmentId = limit === 'nothing' ? null : segments[limit]
  const added = [await addWebhook(foyer, `${sink.url}/limited`, { segmentId })]
  if (limit === 'nobody') added.push(await addWebhook(foyer, `${sink.url}/beside`))
  const figures = await fullAndSteady(foyer, sink, site, events, seconds)
  for (const { id } of added) await removeWebhook(foyer, id)
  return { limit, ...figures }
}

const words: Record<Limit, string> = {
  nothing: 'no segment',
  everybody: 'everybody in it',
  nobody: 'beside one with nobody in it'
}

const of = (rounds: Round[], what: string, unit: string, value: (one: Round) => number): Figure[] =>
  (Object.keys(words) as Limit[]).map(limit => ({
    what: `${words[limit]}: ${what}`,
    value: median(rounds.filter(one => one.limit === limit).map(value)),
    unit
  }))
