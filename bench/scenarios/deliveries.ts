import { setTimeout as sleep } from 'node:timers/promises'
import { asOwner, type Foyer, newFolder, removeFolder, startFoyer, startSink } from '../foyer.ts'
import type { RateJob, RateResult } from '../load/events-at-a-rate.ts'
import type { SinkFigures } from '../load/sink.ts'
import { openSite, type Site } from '../load/visitors.ts'
import { familyOf, inOwnProcess, median, memoryOf } from '../measure.ts'
import type { Options } from '../options.ts'
import type { Figure, Report } from '../report.ts'
import type { Scenario } from './scenario.ts'

type Full = { destinations: number; deliveries: number; perSecond: number; doubled: number }
type Steady = { isOneDead: boolean; answers: RateResult; arrivals: SinkFigures }
type Waiting = { deliveries: number; mbBefore: number; mb: number; pssMbBefore: number; pssMb: number }

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
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
      // Turn about: what else the machine does falls on both.
      for (const isOneDead of [false, true]) steady.push(await steadyLoad(at, isOneDead, options))
    }
    return [reportOf(full, steady, await waitingLoad(at, options))]
  } finally {
    await foyer.stop()
    await sink.stop()
    removeFolder(folder)
  }
}

type At = { foyer: Foyer; sink: Foyer; site: Site }

const add = (foyer: Foyer, url: string) =>
  asOwner<{ id: string }>(foyer.url, 'POST', '/api/destinations', {
    type: 'webhook',
    name: url,
    settings: { url, secret },
    enabled: true
  })
const remove = (foyer: Foyer, id: string) =>
  fetch(`${foyer.url}/api/destinations/${id}`, {
    method: 'DELETE',
    headers: { authorization: 'Bearer fk_benchbenchbenchbenchbench' }
  })
const figuresOf = async (sink: Foyer, method: 'GET' | 'DELETE'): Promise<SinkFigures> =>
  (await (await fetch(`${sink.url}/figures`, { method })).json()) as SinkFigures

async function arrived(sink: Foyer, count: number): Promise<SinkFigures> {
  for (let tries = 0; tries < 600; tries += 1) {
    if ((await figuresOf(sink, 'GET')).once >= count) return figuresOf(sink, 'DELETE')
    await sleep(200)
  }
  throw new Error(`only ${(await figuresOf(sink, 'GET')).once} of ${count} deliveries arrived in two minutes`)
}

/** Sent as fast as they are answered, so that they queue; from the first that arrives to the last. */
async function fullLoad({ foyer, sink, site }: At, destinations: number, events: number): Promise<Full> {
  const added: { id: string }[] = []
  for (let index = 0; index < destinations; index += 1) added.push(await add(foyer, `${sink.url}/${index}`))
  const { accepted } = await inOwnProcess<RateResult>('load/events-at-a-rate.ts', {
    ...site,
    url: foyer.url,
    events,
    eventsPerBody: 50,
    connections: 16
  } satisfies RateJob)
  const figures = await arrived(sink, accepted * destinations)
  for (const { id } of added) await remove(foyer, id)
  return {
    destinations,
    deliveries: figures.once,
    perSecond: (figures.count / (figures.lastMs - figures.firstMs)) * 1000,
    doubled: figures.count - figures.once
  }
}

async function steadyLoad({ foyer, sink, site }: At, isOneDead: boolean, options: Options): Promise<Steady> {
  const added = [await add(foyer, `${sink.url}/live`)]
  if (isOneDead) added.push(await add(foyer, `${sink.url}/dead`))
  const answers = await inOwnProcess<RateResult>('load/events-at-a-rate.ts', {
    ...site,
    url: foyer.url,
    events: perSecond * options.seconds * 2,
    eventsPerBody: 5,
    eventsPerSecond: perSecond,
    connections: 64
  } satisfies RateJob)
  const arrivals = await arrived(sink, answers.accepted)
  for (const { id } of added) await remove(foyer, id)
  return { isOneDead, answers, arrivals }
}

/** Eight destinations that answer nobody, and as many events as make a million deliveries. */
async function waitingLoad({ foyer, sink, site }: At, options: Options): Promise<Waiting> {
  const memory = () => memoryOf(familyOf(foyer.pid))
  const own = () => memoryOf([foyer.pid]).pssMb
  await sleep(5_000)
  const before = { all: memory().pssMb, own: own() }
  const added: { id: string }[] = []
  for (let index = 0; index < 8; index += 1) added.push(await add(foyer, `${sink.url}/dead${index}`))
  const { accepted } = await inOwnProcess<RateResult>('load/events-at-a-rate.ts', {
    ...site,
    url: foyer.url,
    events: options.quick ? 2_000 : 125_000,
    eventsPerBody: 100,
    connections: 8
  } satisfies RateJob)
  await sleep(5_000)
  const after = { all: memory().pssMb, own: own() }
  for (const { id } of added) await remove(foyer, id)
  return {
    deliveries: accepted * 8,
    mbBefore: before.own,
    mb: after.own,
    pssMbBefore: before.all,
    pssMb: after.all
  }
}

function reportOf(full: Full[], steady: Steady[], waiting: Waiting): Report {
  const rate = (destinations: number): Figure => ({
    what: `${destinations === 1 ? 'one destination' : `${destinations} destinations`}: delivered`,
    value: median(full.filter(run => run.destinations === destinations).map(run => run.perSecond)),
    unit: 'deliveries/s',
    target: { atLeast: 1_500 }
  })
  const of = (isOneDead: boolean, value: (run: Steady) => number) =>
    median(steady.filter(run => run.isOneDead === isOneDead).map(value))
  const p99 = of(false, run => run.arrivals.p99Ms)
  const steadyFigures = (isOneDead: boolean): Figure[] => {
    const what = `${perSecond} events/s${isOneDead ? ', and a second destination that answers nobody' : ''}`
    return [
      { what: `${what}: sent to delivered, p50`, value: of(isOneDead, run => run.arrivals.p50Ms), unit: 'ms' },
      {
        what: `${what}: sent to delivered, p99`,
        value: of(isOneDead, run => run.arrivals.p99Ms),
        unit: 'ms',
        target: { atMost: 500 }
      },
      { what: `${what}: answer of the intake, p99`, value: of(isOneDead, run => run.answers.p99Ms), unit: 'ms' }
    ]
  }
  return {
    scenario: 'deliveries',
    method:
      'A webhook on loopback, in a process of its own like the generator, all on the same two cores. Full: events sent in batches of 50 as fast as they are answered, counted from the first delivery that arrives to the last. Steady: batches of 5 at fixed times for 20 s, each event carries when it was sent. Medians of the rounds, turn about.',
    figures: [
      rate(1),
      rate(8),
      {
        what: 'delivered twice',
        value: full.reduce((sum, run) => sum + run.doubled, 0),
        unit: '',
        target: { atMost: 0 }
      },
      ...steadyFigures(false),
      ...steadyFigures(true),
      {
        what: 'p99 beside a dead destination, of that without',
        value: (of(true, run => run.arrivals.p99Ms) / p99) * 100,
        unit: '%'
      },
      {
        what: `memory of the process, ${waiting.deliveries.toLocaleString('en')} deliveries waiting (before: ${Math.round(waiting.mbBefore)} MB)`,
        value: waiting.mb,
        unit: 'MB'
      },
      {
        what: `with PostgreSQL (before: ${Math.round(waiting.pssMbBefore)} MB)`,
        value: waiting.pssMb,
        unit: 'MB'
      }
    ],
    runs: { full, steady, waiting }
  }
}
