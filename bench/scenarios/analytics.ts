import { setTimeout } from 'node:timers/promises'
import type { FillJob, FillResult } from '../fill/fill.ts'
import { adminKey, asOwner, type Foyer, newFolder, removeFolder, startFoyer } from '../foyer.ts'
import type { SteadyJob, SteadyResult } from '../load/steady.ts'
import { openSite } from '../load/visitors.ts'
import { inOwnProcess, median } from '../measure.ts'
import type { Options } from '../options.ts'
import type { Figure, Report } from '../report.ts'
import type { StoreFacts } from '../store-facts.ts'
import type { Scenario } from './scenario.ts'

const days = 90
const asks = 5
const dayMs = 86_400_000
/** No report takes longer before it is refused. */
const longestMs = 10_000

/** Every report over 90 days, warm, the median of five, without and with five thousand events a second arriving. */
export const analytics: Scenario = async options => {
  const reports: Report[] = []
  const growth: { events: number; quiet: Times }[] = []
  for (const events of options.sizes) {
    const { report, quiet } = await atSize(events, options)
    reports.push(report)
    growth.push({ events, quiet })
  }
  const [first, ...others] = growth
  const last = others.at(-1)
  if (first && last) reports.push(growthReport(first, last))
  return reports
}

type Times = Record<string, number[]>
class Refused extends Error {}
type Question = { name: string; atMost?: number; ask(foyer: Foyer): Promise<unknown> }

const asked = async (foyer: Foyer, method: string, path: string, body?: unknown): Promise<unknown> => {
  const answer = await fetch(foyer.url + path, {
    method,
    headers: {
      authorization: `Bearer ${adminKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const text = await answer.text()
  if (answer.status === 422 && text.includes('too much for one answer')) throw new Refused(path)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 500)}`)
  return JSON.parse(text)
}

/** The last day is under way while events arrive, so that the cache of nothing helps. */
function questions(): Question[] {
  const day = (ago: number) => new Date(Date.now() - ago * dayMs).toISOString().slice(0, 10)
  const range = { from: day(days - 1), to: day(0) }
  const search = `from=${range.from}&to=${range.to}`
  const funnel = {
    ...range,
    steps: [{ event: 'page' }, { event: 'Product viewed' }, { event: 'Added to cart' }, { event: 'Checkout started' }],
    window: '7d'
  }
  const retention = {
    from: day(7 * 12 - 1),
    to: day(0),
    unit: 'week',
    start: { event: 'page' },
    return: { event: 'page' }
  }
  const get = (path: string) => (foyer: Foyer) => asked(foyer, 'GET', path)
  const post = (path: string, body: unknown) => (foyer: Foyer) => asked(foyer, 'POST', path, body)
  const top = (dimension: string) => get(`/api/analytics/top?${search}&dimension=${dimension}&visits=false`)
  return [
    { name: 'overview, complete', atMost: 400, ask: get(`/api/analytics/overview?${search}&compare=true`) },
    { name: 'top pages', atMost: 150, ask: top('page') },
    { name: 'top countries', atMost: 150, ask: top('country') },
    { name: 'top sources', atMost: 150, ask: top('source') },
    {
      name: 'trend of an event by day',
      ask: post('/api/analytics/trend', { ...range, unit: 'day', series: [{ event: 'Product viewed' }] })
    },
    {
      name: 'trend of people by day and country',
      ask: post('/api/analytics/trend', {
        ...range,
        unit: 'day',
        series: [{ event: 'Product viewed', aggregate: 'people' }],
        breakdown: 'country'
      })
    },
    { name: 'funnel of 4 steps', atMost: 300, ask: post('/api/analytics/funnel', funnel) },
    {
      name: 'people behind a bar',
      atMost: 300,
      ask: post('/api/analytics/people', { of: { report: 'funnel', question: funnel, step: 3, who: 'lost' } })
    },
    { name: 'retention of 12 weeks', atMost: 300, ask: post('/api/analytics/retention', retention) },
    { name: 'paths of 5 levels', atMost: 800, ask: post('/api/analytics/paths', { ...range, levels: 5 }) },
    // What is opened as often, and had no target when targets were set.
    { name: 'top entry pages', ask: top('entryPage') },
    { name: 'funnel by source', ask: post('/api/analytics/funnel', { ...funnel, breakdown: 'source' }) },
    { name: 'retention by country', ask: post('/api/analytics/retention', { ...retention, breakdown: 'country' }) },
    { name: 'retention by source', ask: post('/api/analytics/retention', { ...retention, breakdown: 'source' }) },
    {
      name: 'trend of an event by source',
      ask: post('/api/analytics/trend', {
        ...range,
        unit: 'day',
        series: [{ event: 'Product viewed' }],
        breakdown: 'source'
      })
    },
    {
      name: 'trend of a 90th percentile by country',
      ask: post('/api/analytics/trend', {
        ...range,
        unit: 'day',
        series: [{ event: 'Product viewed', aggregate: 'p90', property: 'price' }],
        breakdown: 'country'
      })
    },
    {
      name: 'how many people a segment has',
      ask: post('/api/segments/count', {
        rule: { filters: [{ property: 'properties.price', op: 'gt', value: 150 }] }
      })
    },
    {
      name: 'export of the list of pages',
      ask: post('/api/analytics/export', {
        kind: 'top',
        format: 'json',
        question: { ...range, dimension: 'page', limit: 500 }
      })
    }
  ]
}

/** What a report is refused for (ten seconds, a gigabyte) is told as such, and does not end the run. */
async function timesOf(foyer: Foyer, list: Question[]): Promise<Times> {
  const times: Times = {}
  for (const { name, ask } of list) times[name] = await timed(() => ask(foyer))
  return times
}

async function timed(ask: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let at = 0; at <= asks; at += 1) {
    const began = performance.now()
    try {
      await ask()
    } catch (fault) {
      if (fault instanceof Refused) return [Number.POSITIVE_INFINITY]
      throw fault
    }
    // The first is to warm up.
    if (at > 0) times.push(performance.now() - began)
  }
  return times
}

async function atSize(events: number, options: Options): Promise<{ report: Report; quiet: Times }> {
  const folder = newFolder()
  try {
    const first = await startFoyer(folder)
    await asOwner(first.url, 'POST', '/api/agents', { name: 'Bench', allowedOrigins: ['*'] })
    await first.stop()
    const visitors = Math.min(events >= 100_000_000 ? 2_000_000 : 200_000, Math.floor(events / 5))
    const filled = await inOwnProcess<FillResult>('fill/fill.ts', {
      folder,
      events,
      visitors,
      withVisits: false
    } satisfies FillJob)
    const facts = await inOwnProcess<StoreFacts>('store-facts.ts', { folder, merged: false })
    const foyer = await startFoyer(folder)
    try {
      const list = questions()
      await visitsStand(foyer, events)
      const quiet = await timesOf(foyer, list)
      const { times: busy, load } = await whileEventsArrive(foyer, options, quiet, () => timesOf(foyer, list))
      return { quiet, report: sizeReport(events, visitors, filled, facts, list, quiet, busy, load) }
    } finally {
      await foyer.stop()
    }
  } finally {
    removeFolder(folder)
  }
}

const mostMakingMs = 20 * 60_000

/** The first time a store is seen, its table of visits is made (docs/decisions/0029): in seconds or, of very many events, in minutes. */
async function visitsStand(foyer: Foyer, events: number): Promise<void> {
  if (events < 100_000) return
  const untilMs = performance.now() + mostMakingMs
  while (performance.now() < untilMs) {
    const text = await (await fetch(`${foyer.url}/metrics`)).text()
    if (Number(/^foyer_visits_table_timestamp_seconds (\S+)$/m.exec(text)?.[1]) > 0) return
    await setTimeout(1_000)
  }
  throw new Error(`The table of visits of ${events} events was not made within ${mostMakingMs / 60_000} minutes.`)
}

const arriving = { eventsPerBody: 50, requestsPerSecond: 100 }

/** They arrive for at least as long as the questions take beside them. */
async function whileEventsArrive(foyer: Foyer, options: Options, quiet: Times, work: () => Promise<Times>) {
  const quietSeconds =
    (Object.values(quiet)
      .flat()
      .reduce((sum, ms) => sum + Math.min(ms, longestMs), 0) /
      1000) *
    ((asks + 1) / asks)
  const site = await openSite(foyer.url, options.quick ? 64 : 1024)
  const load = inOwnProcess<SteadyResult>('load/steady.ts', {
    url: foyer.url,
    ...site,
    ...arriving,
    seconds: options.quick ? 4 : Math.ceil(20 + 2.5 * quietSeconds)
  } satisfies SteadyJob)
  const times = await work()
  return { times, load: await load }
}

function sizeReport(
  events: number,
  visitors: number,
  filled: FillResult,
  facts: StoreFacts,
  list: Question[],
  quiet: Times,
  busy: Times,
  load: SteadyResult
): Report {
  const at = `${events.toLocaleString('en')} events`
  const isFull = events === 10_000_000
  const figures = list.flatMap(({ name, atMost }): Figure[] => {
    const alone = median(quiet[name] ?? [])
    const beside = median(busy[name] ?? [])
    return [
      {
        what: `${at}: ${name}`,
        value: alone,
        unit: 'ms',
        ...(isFull && atMost !== undefined ? { target: { atMost } } : {})
      },
      {
        what: `${at}: ${name}, events arriving, times as long`,
        value: beside / alone,
        unit: '×',
        ...(isFull ? { target: { atMost: 2 } } : {})
      }
    ]
  })
  return {
    scenario: `analytics at ${at}`,
    method: `${visitors.toLocaleString('en')} visitors, ${filled.visits.toLocaleString('en')} visits over ${days} days, filled straight into the stores and merged; once the table of visits stands, each report over HTTP, one after another, once to warm up and then the median of ${asks}. "Arriving": the same while ${(arriving.eventsPerBody * arriving.requestsPerSecond).toLocaleString('en')} events a second are stored, ${arriving.eventsPerBody} in a body.`,
    figures: [
      ...figures,
      {
        what: `${at}: an answer to ${arriving.eventsPerBody} events while reports are asked, p99`,
        value: load.p99Ms,
        unit: 'ms',
        ...(isFull ? { target: { atMost: 150 } } : {})
      },
      {
        what: `${at}: an event on disk`,
        value: facts.bytesPerEvent,
        unit: 'bytes',
        ...(isFull ? { target: { atMost: 60 } } : {})
      }
    ],
    runs: { quiet, busy, load, facts }
  }
}

/** The exponent of how the cost grows: 1 is in proportion to the events. */
function growthReport(small: { events: number; quiet: Times }, large: { events: number; quiet: Times }): Report {
  const times = large.events / small.events
  return {
    scenario: 'analytics growth of cost',
    method: `From ${small.events.toLocaleString('en')} to ${large.events.toLocaleString('en')} events: log(time ratio) / log(${times}). 1 is in proportion, below it better.`,
    figures: Object.keys(large.quiet).map(name => ({
      what: `${name}: exponent`,
      value: Math.log(median(large.quiet[name] ?? []) / median(small.quiet[name] ?? [])) / Math.log(times),
      unit: '',
      target: { atMost: 1.05 }
    })),
    runs: {}
  }
}
