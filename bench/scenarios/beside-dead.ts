import { type Foyer, newFolder, removeFolder, startFoyer, startSink } from '../foyer.ts'
import { openSite, type Site } from '../load/visitors.ts'
import { median } from '../measure.ts'
import type { Figure } from '../report.ts'
import type { Scenario } from './scenario.ts'
import { addWebhook, fullAndSteady, removeWebhook, steadyPerSecond } from './sink-site.ts'

/** What stands beside the destination that is measured. */
type Beside = 'nothing' | 'paused' | 'dead'
type Round = { beside: Beside; perSecond: number; p50Ms: number; p99Ms: number }
type At = { foyer: Foyer; sink: Foyer; site: Site }

const turns: Beside[][] = [
  ['nothing', 'paused', 'dead'],
  ['dead', 'nothing', 'paused'],
  ['paused', 'dead', 'nothing'],
  ['dead', 'paused', 'nothing']
]

/**
 * What a destination that answers nobody costs another one. Rounds take turns, and their order changes, so that what else the machine does
 * and what the stores still have to do fall on all. One that is paused wants the same events and is sent nothing: beside it stands what
 * writing them down costs, and beside nothing what a second destination costs at all.
 */
export const besideDead: Scenario = async options => {
  const folder = newFolder()
  const sink = await startSink()
  const foyer = await startFoyer(folder, options.profiles, [], { FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true' })
  const [events, seconds] = options.quick ? [500, 1] : [5_000, 5]
  try {
    const at = { foyer, sink, site: await openSite(foyer.url, options.quick ? 64 : 512) }
    const rounds: Round[] = []
    await round(at, 'nothing', options.quick ? 200 : 2_000, 1)
    for (const turn of options.quick ? turns.slice(0, 1) : turns)
      for (const beside of turn) rounds.push(await round(at, beside, events, seconds))
    return [
      {
        scenario: 'beside-dead',
        method: `${rounds.length / 3} rounds each: alone, beside a destination that is paused (events are written down for it, none is sent), beside one that takes requests and answers none. In a round ${events} events as fast as they are answered (deliveries/s, from the first that arrives to the last), then ${steadyPerSecond} events a second for ${seconds} s (sent to delivered). Medians, and in brackets the least and the most.`,
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
  const of = (beside: Beside) => rounds.filter(one => one.beside === beside).map(value)
  const figure = (beside: Beside, words: string): Figure => {
    const values = of(beside)
    const spread = `(${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`
    return { what: `${what}${words} ${spread}`, value: median(values), unit }
  }
  return [
    figure('nothing', ', alone'),
    figure('paused', ', beside a paused one'),
    figure('dead', ', beside a dead one'),
    {
      what: `${what}: dead, of that beside a paused one`,
      value: (median(of('dead')) / median(of('paused'))) * 100,
      unit: '%'
    }
  ]
}

/** The dead one is new in each round: it is asked by all of its requests at once, and then rests as any other would. */
async function round({ foyer, sink, site }: At, beside: Beside, events: number, seconds: number): Promise<Round> {
  const added = [await addWebhook(foyer, `${sink.url}/live`)]
  if (beside !== 'nothing')
    added.push(await addWebhook(foyer, `${sink.url}/${beside === 'dead' ? 'dead' : 'refusing'}`))
  const figures = await fullAndSteady(foyer, sink, site, events, seconds)
  for (const { id } of added) await removeWebhook(foyer, id)
  return { beside, ...figures }
}
