import type { PeoplePage, Timeline } from '@foyer/protocol'
import type { FillJob, FillResult } from '../fill/fill.ts'
import { adminKey, asOwner, type Foyer, newFolder, removeFolder, startFoyer } from '../foyer.ts'
import type { SteadyJob, SteadyResult } from '../load/steady.ts'
import { openSite } from '../load/visitors.ts'
import { bytesUnder, familyOf, inOwnProcess, type Memory, median, memoryOf, percentile } from '../measure.ts'
import type { Options } from '../options.ts'
import type { Figure, Report } from '../report.ts'
import type { StoreFacts } from '../store-facts.ts'
import type { Scenario } from './scenario.ts'

const visitorCount = 200_000
const idleSeconds = 20

/** The target stands for ten million events; smaller sizes are measured beside it. */
const isFullSize = (events: number) => events >= 10_000_000

/** Timeline, people list, idle memory, second start and bytes on disk: all need full stores, and share one filling. */
export const reading: Scenario = async options => {
  const reports: Report[] = []
  for (const events of options.sizes) reports.push(...(await readAt(events, options)))
  return reports
}

async function readAt(events: number, options: Options): Promise<Report[]> {
  const folder = newFolder()
  try {
    const first = await startFoyer(folder)
    await asOwner(first.url, 'POST', '/api/agents', { name: 'Bench', allowedOrigins: ['*'] })
    await first.stop()
    const visitors = Math.min(visitorCount, Math.floor(events / 5))
    const filled = await inOwnProcess<FillResult>('fill/fill.ts', {
      folder,
      events,
      visitors,
      withVisits: true
    } satisfies FillJob)
    const facts = await inOwnProcess<StoreFacts>('store-facts.ts', { folder, merged: false })
    const foyer = await startFoyer(folder)
    try {
      const memory = await idleMemory(foyer, options)
      const quiet = await readingTimes(foyer, filled.visitors, options)
      const busy = await whileEventsArrive(foyer, options, () => readingTimes(foyer, filled.visitors, options))
      return [
        readingReport(events, visitors, filled, quiet, busy),
        machineReport(events, foyer, memory, facts, bytesUnder(folder))
      ]
    } finally {
      await foyer.stop()
    }
  } finally {
    removeFolder(folder)
  }
}

type Times = Record<'timeline' | 'page two' | 'people' | 'by events' | 'searched' | 'profile', number[]>

/** One request after another, each for another visitor, so that no answer is the last one's. */
async function readingTimes(foyer: Foyer, visitors: string[], options: Options): Promise<Times> {
  const times: Times = { timeline: [], 'page two': [], people: [], 'by events': [], searched: [], profile: [] }
  const asks = options.quick ? 20 : 200
  const get = async <Body>(path: string, into: number[] | null): Promise<Body> => {
    const began = performance.now()
    const answer = await fetch(foyer.url + path, { headers: { authorization: `Bearer ${adminKey}` } })
    const body = (await answer.json()) as Body
    into?.push(performance.now() - began)
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`)
    return body
  }
  for (let at = -10; at < asks; at += 1) {
    const visitor = visitors[(at + visitors.length) % visitors.length]
    const keep = (list: number[]) => (at < 0 ? null : list)
    const page = await get<Timeline>(`/api/people/${visitor}/timeline?limit=20`, keep(times.timeline))
    if (page.items.length === 0) throw new Error(`the timeline of ${visitor} is empty`)
    if (page.nextCursor)
      await get(`/api/people/${visitor}/timeline?limit=20&cursor=${page.nextCursor}`, keep(times['page two']))
    if (at % 4 !== 0) continue
    await get<PeoplePage>('/api/people', keep(times.people))
    await get('/api/people?sort=events', keep(times['by events']))
    await get(`/api/people?search=name${at + 10}`, keep(times.searched))
    await get(`/api/people/${visitor}`, keep(times.profile))
  }
  return times
}

/** 1 000 events a second, in bodies of ten. */
async function whileEventsArrive<Result>(foyer: Foyer, options: Options, work: () => Promise<Result>): Promise<Result> {
  const site = await openSite(foyer.url, options.quick ? 64 : 1024)
  const seconds = options.quick ? 4 : 60
  const load = inOwnProcess<SteadyResult>('load/steady.ts', {
    url: foyer.url,
    ...site,
    eventsPerBody: 10,
    requestsPerSecond: 100,
    seconds
  } satisfies SteadyJob)
  const result = await work()
  await load
  return result
}

async function idleMemory(foyer: Foyer, options: Options): Promise<{ all: Memory; own: Memory; postgres: Memory }> {
  await new Promise(resolve => setTimeout(resolve, (options.quick ? 2 : idleSeconds) * 1000))
  const family = familyOf(foyer.pid)
  return {
    all: memoryOf(family),
    own: memoryOf([foyer.pid]),
    postgres: memoryOf(family.filter(pid => pid !== foyer.pid))
  }
}

function readingReport(events: number, visitors: number, filled: FillResult, quiet: Times, busy: Times): Report {
  const at = `${events.toLocaleString('en')} events`
  const figure = (what: string, values: number[], atMost?: number): Figure => ({
    what: `${at}: ${what}`,
    value: median(values),
    unit: 'ms',
    ...(atMost !== undefined && isFullSize(events) ? { target: { atMost } } : {})
  })
  return {
    scenario: `timeline and people at ${at}`,
    method: `${visitors.toLocaleString('en')} visitors, ${filled.visits.toLocaleString('en')} visits over 90 days, filled straight into both stores in ${Math.round(filled.seconds)} s and merged; then over HTTP, one request after another, each for another visitor, medians of 200 (lists: 50). "Arriving": the same while 1 000 events a second are stored beside it.`,
    figures: [
      figure('timeline, first page', quiet.timeline, 20),
      { what: `${at}: timeline, first page, p99`, value: percentile(quiet.timeline, 0.99), unit: 'ms' },
      figure('timeline, second page', quiet['page two']),
      figure('people, first page', quiet.people, 50),
      figure('people by number of events', quiet['by events']),
      figure('people searched by a name', quiet.searched),
      figure('a profile', quiet.profile),
      figure('timeline, first page, events arriving', busy.timeline),
      figure('people, first page, events arriving', busy.people)
    ],
    runs: { quiet, busy }
  }
}

function machineReport(
  events: number,
  foyer: Foyer,
  memory: Awaited<ReturnType<typeof idleMemory>>,
  facts: StoreFacts,
  folderBytes: number
): Report {
  const at = `${events.toLocaleString('en')} events`
  const wanted = (target: Figure['target']) => (isFullSize(events) && target ? { target } : {})
  return {
    scenario: `memory, start and disk at ${at}`,
    method: `Memory ${idleSeconds} s after the start, without a request: PSS of our process (the event store is inside it) and of PostgreSQL with its children. The start is the second one of this folder, from the command to the printed address. Disk: the parts of the event store after merging, and the whole data folder with PostgreSQL and its log.`,
    figures: [
      { what: `${at}: idle memory with the stores`, value: memory.all.pssMb, unit: 'MB', ...wanted({ atMost: 600 }) },
      { what: `${at}: of that our process`, value: memory.own.pssMb, unit: 'MB' },
      { what: `${at}: of that PostgreSQL`, value: memory.postgres.pssMb, unit: 'MB' },
      { what: `${at}: second start to ready`, value: foyer.readyMs / 1000, unit: 's', ...wanted({ atMost: 3 }) },
      { what: `${at}: an event on disk`, value: facts.bytesPerEvent, unit: 'bytes', ...wanted({ atMost: 70 }) },
      { what: `${at}: the whole data folder, for each event`, value: folderBytes / events, unit: 'bytes' }
    ],
    runs: { memory, facts, folderBytes }
  }
}
