import { type Foyer, newFolder, removeFolder, startFoyer, startSink } from '../foyer.ts'
import type { RateJob, RateResult } from '../load/events-at-a-rate.ts'
import type { SinkFigures } from '../load/sink.ts'
import { openSite, type Site } from '../load/visitors.ts'
import { inOwnProcess, median } from '../measure.ts'
import type { Options } from '../options.ts'
import type { Figure, Report } from '../report.ts'
import type { Scenario } from './scenario.ts'
import { addWebhook, arrived, removeWebhook } from './sink-site.ts'

type Full = { destinations: number; deliveries: number; perSecond: number; doubled: number }
type Steady = { answers: RateResult; arrivals: SinkFigures }

const perSecond = 500

/** To a webhook on loopback, in a process of its own on the same two cores. */
export const deliveries: Scenario = async options => {
  const folder = newFolder()
  const sink = await startSink()
  const foyer = await startFoyer(folder, options.profiles, [], { FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true' })
  try {
    const at = { foyer, sink, site: await openSite(foyer.url, options.quick ? 128 : 1024) }
    const full: Full[] = []
    const steady: Steady[] = []
    await fullLoad(at, 1, options.quick ? 200 : 2_000)
    for (let round = 0; round < options.rounds; round += 1) {
      full.push(await fullLoad(at, 1, options.quick ? 1_000 : 15_000))
      full.push(await fullLoad(at, 8, options.quick ? 250 : 2_500))
      steady.push(await steadyLoad(at, options))
    }
    return [reportOf(full, steady)]
  } finally {
    await foyer.stop()
    await sink.stop()
    removeFolder(folder)
  }
}

type At = { foyer: Foyer; sink: Foyer; site: Site }

/** Sent as fast as they are answered, so that they queue; from the first that arrives to the last. */
async function fullLoad({ foyer, sink, site }: At, destinations: number, events: number): Promise<Full> {
  const added: { id: string }[] = []
  for (let index = 0; index < destinations; index += 1) added.push(await addWebhook(foyer, `${sink.url}/${index}`))
  const { accepted } = await inOwnProcess<RateResult>('load/events-at-a-rate.ts', {
    ...site,
    url: foyer.url,
    events,
    eventsPerBody: 50,
    connections: 16
  } satisfies RateJob)
  const figures = await arrived(sink, accepted * destinations)
  for (const { id } of added) await removeWebhook(foyer, id)
  return {
    destinations,
    deliveries: figures.once,
    perSecond: (figures.count / (figures.lastMs - figures.firstMs)) * 1000,
    doubled: figures.count - figures.once
  }
}

async function steadyLoad({ foyer, sink, site }: At, options: Options): Promise<Steady> {
  const { id } = await addWebhook(foyer, `${sink.url}/live`)
  const answers = await inOwnProcess<RateResult>('load/events-at-a-rate.ts', {
    ...site,
    url: foyer.url,
    events: perSecond * options.seconds * 2,
    eventsPerBody: 5,
    eventsPerSecond: perSecond,
    connections: 64
  } satisfies RateJob)
  const arrivals = await arrived(sink, answers.accepted)
  await removeWebhook(foyer, id)
  return { answers, arrivals }
}

function reportOf(full: Full[], steady: Steady[]): Report {
  const rate = (destinations: number): Figure => ({
    what: `${destinations === 1 ? 'one destination' : `${destinations} destinations`}: delivered`,
    value: median(full.filter(run => run.destinations === destinations).map(run => run.perSecond)),
    unit: 'deliveries/s',
    target: { atLeast: 1_500 }
  })
  const of = (value: (run: Steady) => number) => median(steady.map(value))
  const what = `${perSecond} events/s`
  return {
    scenario: 'deliveries',
    method:
      'A webhook on loopback, in a process of its own like the generator, all on the same two cores. Full: events sent in batches of 50 as fast as they are answered, counted from the first delivery that arrives to the last. Steady: batches of 5 at fixed times for 20 s, each event carries when it was sent. Medians of the rounds.',
    figures: [
      rate(1),
      rate(8),
      {
        what: 'delivered twice',
        value: full.reduce((sum, run) => sum + run.doubled, 0),
        unit: '',
        target: { atMost: 0 }
      },
      { what: `${what}: sent to delivered, p50`, value: of(run => run.arrivals.p50Ms), unit: 'ms' },
      {
        what: `${what}: sent to delivered, p99`,
        value: of(run => run.arrivals.p99Ms),
        unit: 'ms',
        target: { atMost: 500 }
      },
      { what: `${what}: answer of the intake, p99`, value: of(run => run.answers.p99Ms), unit: 'ms' }
    ],
    runs: { full, steady }
  }
}
