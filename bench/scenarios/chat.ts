import { join } from 'node:path'
import type { TalksJob, TalksResult } from '../fill/talks.ts'
import { adminKey, asOwner, type Foyer, newFolder, removeFolder, startFoyer } from '../foyer.ts'
import type { TalkJob, TalkResult } from '../load/talk.ts'
import { openSite, type Site } from '../load/visitors.ts'
import type { WidgetJob, WidgetResult } from '../load/widget-page.ts'
import { inOwnProcess, median, percentile } from '../measure.ts'
import type { Options } from '../options.ts'
import type { Figure, Report } from '../report.ts'
import { crowd } from './crowd.ts'
import { idle } from './idle-sockets.ts'
import type { Scenario } from './scenario.ts'

/** Talking, idle sockets, the inbox over a full store, and what the widget costs a page. */
export const chat: Scenario = async options => {
  const folder = newFolder()
  try {
    const foyer = await startFoyer(folder, options.profiles, [
      '--expose-gc',
      '--import',
      join(import.meta.dirname, '../probe.ts')
    ])
    const reports: Report[] = []
    try {
      const site = await openSite(foyer.url, options.quick ? 60 : 1_980)
      reports.push(await widget(foyer, site, options))
      reports.push(await idle(foyer, site, folder, options))
      reports.push(await talking(foyer, site, options))
      reports.push(await crowd(foyer, site, options))
    } finally {
      await foyer.stop()
    }
    reports.push(await inbox(folder, options))
    return reports
  } finally {
    removeFolder(folder)
  }
}

const team = 20

async function talking(foyer: Foyer, { agentId, senders }: Site, options: Options): Promise<Report> {
  const sockets = options.quick ? 50 : 1_000
  const seats = options.quick ? 2 : team
  const runs: TalkResult[] = []
  for (let round = 0; round < options.rounds; round += 1)
    runs.push(
      await inOwnProcess<TalkResult>('load/talk.ts', {
        url: foyer.url,
        key: adminKey,
        agentId,
        visitors: senders.slice(0, sockets - seats),
        team: seats,
        messagesPerSecond: options.quick ? 20 : 200,
        seconds: options.quick ? 3 : 30
      } satisfies TalkJob)
    )
  const of = (pick: (run: TalkResult) => number) => median(runs.map(pick))
  return {
    scenario: 'chat: there and back',
    method: `${sockets.toLocaleString('en')} sockets, ${seats} of them the team's with the inbox open; ${options.quick ? 20 : 200} messages a second, half of them questions that are due whether the last was answered or not, half answers sent as soon as the question is heard. Counted from when the question was due, in one process of load on the same cores. Every message is on disk before it is told. Medians of ${options.rounds} rounds of ${options.quick ? 3 : 30} s.`,
    figures: [
      { what: 'visitor to team, p50', value: of(run => run.there.p50Ms), unit: 'ms' },
      { what: 'visitor to team, p99', value: of(run => run.there.p99Ms), unit: 'ms', target: { atMost: 50 } },
      { what: 'there and back, p50', value: of(run => run.andBack.p50Ms), unit: 'ms' },
      { what: 'there and back, p99', value: of(run => run.andBack.p99Ms), unit: 'ms', target: { atMost: 50 } },
      { what: 'messages lost', value: of(run => run.lost), unit: '', target: { atMost: 0 } }
    ],
    runs
  }
}

async function inbox(folder: string, options: Options): Promise<Report> {
  const conversations = options.quick ? 2_000 : 200_000
  const filled = await inOwnProcess<TalksResult>('fill/talks.ts', { folder, conversations } satisfies TalksJob)
  const foyer = await startFoyer(folder)
  try {
    const times = new Map<string, number[]>()
    const ask = async (what: string, path: string, isKept: boolean) => {
      const began = performance.now()
      const { items } = await asOwner<{ items?: unknown[] }>(foyer.url, 'GET', path)
      const took = performance.now() - began
      if (items?.length === 0) throw new Error(`${path} found nothing`)
      if (isKept) times.set(what, [...(times.get(what) ?? []), took])
    }
    const rounds = options.quick ? 5 : 50
    for (let at = -5; at < rounds; at += 1) {
      const n = (at + 5) * 37
      const list = (query: string) => `/api/conversations?limit=50&${query}`
      await ask('inbox, first page, open', list('status=open'), at >= 0)
      await ask('inbox, who waits longest', list('status=open&sort=waiting'), at >= 0)
      await ask('inbox, everything', list(''), at >= 0)
      await ask('inbox, mine', list(`status=open&assignee=none`), at >= 0)
      await ask('inbox, a label', list(`label=label${(n * 4) % 40}`), at >= 0)
      await ask('search, a word of one conversation', list(`search=ord${(n * 50) % conversations}`), at >= 0)
      await ask('search, a word of some', list(`search=topic${n % 2_000}`), at >= 0)
      await ask('search, a word of most', list('search=parcel'), at >= 0)
      await ask('search, two words', list(`search=lamp%20porch`), at >= 0)
      await ask('search, the beginning of a word', list('search=kitch'), at >= 0)
      await ask('counts', '/api/conversations/counts', at >= 0)
    }
    const aims = /^(inbox, first|inbox, who|search)/
    const figures = [...times].flatMap(([what, values]): Figure[] => [
      { what, value: median(values), unit: 'ms', ...(aims.test(what) ? { target: { atMost: 50 } } : {}) },
      { what: `${what}, p99`, value: percentile(values, 0.99), unit: 'ms' }
    ])
    return {
      scenario: 'chat: inbox and search',
      method: `${conversations.toLocaleString('en')} conversations and ${filled.messages.toLocaleString('en')} messages over 90 days, a fiftieth of them open, filled into PostgreSQL in ${Math.round(filled.seconds)} s; then over HTTP, one request after another, first pages of 50. Medians of ${rounds}.`,
      figures,
      runs: Object.fromEntries(times)
    }
  } finally {
    await foyer.stop()
  }
}

async function widget(foyer: Foyer, { agentId }: Site, options: Options): Promise<Report> {
  const slowdown = 4
  const { visits, bare } = await inOwnProcess<WidgetResult>('load/widget-page.ts', {
    url: foyer.url,
    agentId,
    visits: options.quick ? 2 : 10,
    slowdown
  } satisfies WidgetJob)
  const of = (pick: (visit: WidgetResult['visits'][number]) => number) => median(visits.map(pick))
  const each = (lists: unknown[][]) => lists.flat().length / lists.length
  return {
    scenario: 'chat: the widget on a page',
    method: `An empty page with widget.js in Chromium, its processor slowed down ${slowdown} times, a fresh browser each time; bytes as they came over the wire. Long tasks are those over 50 ms of the page's thread, from the first byte to the open chat; the hand that presses runs scripts of its own there, so those of ours are told by long animation frames, which name their scripts. Medians of ${visits.length} visits; the tasks are of all of them.`,
    figures: [
      { what: 'bytes until it can be opened', value: of(visit => visit.bytesBefore), unit: 'bytes' },
      { what: 'bytes with the chat open', value: of(visit => visit.bytesAll), unit: 'bytes' },
      { what: 'from the request of the page to the launcher', value: of(visit => visit.launcherMs), unit: 'ms' },
      { what: 'from the press to a chat that can be written in', value: of(visit => visit.openMs), unit: 'ms' },
      { what: 'tasks over 50 ms of the page without the widget', value: each(bare), unit: 'a visit' },
      {
        what: 'of the page with it, opened and all',
        value: each(visits.map(visit => visit.longTasks)),
        unit: 'a visit'
      },
      {
        what: 'tasks over 50 ms of scripts of ours',
        value: each(visits.map(visit => visit.ofOurs)),
        unit: 'a visit',
        target: { atMost: 0 }
      }
    ],
    runs: visits
  }
}
