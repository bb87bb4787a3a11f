import type { Enriched } from './enrich.ts'

/** What a few hundred milliseconds of stored events add to one visit, and to one visitor. */
export type VisitTally = {
  visitor: string
  session: string
  startedMs: number
  lastMs: number
  pages: number
  events: number
  entryPath: string
  source: string
  first: Enriched
}
export type VisitorTally = {
  visitor: string
  firstMs: number
  lastMs: number
  events: number
  last: Enriched
  lastPage: Enriched | null
  /** When they left the page they were on, unless something came after. */
  leftMs: number | null
}
export type AgentTally = { workspaceId: string; agent: string; atMs: number; url: string }

/** Sums up what has to be written to the records; the sums of two halves added are the sum of the whole. */
export class Tally {
  readonly visits = new Map<string, VisitTally>()
  readonly visitors = new Map<string, VisitorTally>()
  readonly agents = new Map<string, AgentTally>()
  events = 0

  add(event: Enriched): void {
    this.events += 1
    this.#visit(event)
    this.#visitor(event)
    const agent = event.sender.agentUuid
    this.agents.set(agent, {
      workspaceId: event.sender.workspaceId,
      agent,
      atMs: event.timeMs,
      url: event.url || (this.agents.get(agent)?.url ?? '')
    })
  }

  #visit(event: Enriched): void {
    const session = event.session ?? ''
    const key = `${event.visitor}${session}`
    const isPage = event.type === 'page'
    const visit = this.visits.get(key)
    if (!visit) {
      this.visits.set(key, {
        visitor: event.visitor,
        session,
        startedMs: event.timeMs,
        lastMs: event.timeMs,
        pages: isPage ? 1 : 0,
        events: 1,
        entryPath: isPage ? event.path : '',
        source: event.source,
        first: event
      })
      return
    }
    visit.events += 1
    if (isPage) {
      visit.pages += 1
      if (visit.entryPath === '' || event.timeMs < visit.startedMs) {
        visit.entryPath = event.path
        visit.source = event.source
      }
    }
    visit.startedMs = Math.min(visit.startedMs, event.timeMs)
    visit.lastMs = Math.max(visit.lastMs, event.timeMs)
  }

  #visitor(event: Enriched): void {
    const isPage = event.type === 'page' || event.type === 'screen'
    const visitor = this.visitors.get(event.visitor)
    if (!visitor) {
      this.visitors.set(event.visitor, {
        visitor: event.visitor,
        firstMs: event.timeMs,
        lastMs: event.timeMs,
        events: 1,
        last: event,
        lastPage: isPage ? event : null,
        leftMs: event.type === 'exit' ? event.timeMs : null
      })
      return
    }
    visitor.events += 1
    visitor.firstMs = Math.min(visitor.firstMs, event.timeMs)
    if (isPage && (visitor.lastPage === null || event.timeMs >= visitor.lastPage.timeMs)) visitor.lastPage = event
    if (event.timeMs >= visitor.lastMs) {
      visitor.lastMs = event.timeMs
      visitor.last = event
      visitor.leftMs = event.type === 'exit' ? event.timeMs : null
    }
  }

  /** Two tallies of half the visitors each, or null where there is but one. */
  halves(): [Tally, Tally] | null {
    const visitors = [...this.visitors.keys()]
    if (visitors.length < 2) return null
    const first = new Set(visitors.slice(0, visitors.length / 2))
    return [this.#of(visitor => first.has(visitor)), this.#of(visitor => !first.has(visitor))]
  }

  #of(isOne: (visitor: string) => boolean): Tally {
    const part = new Tally()
    for (const [key, visit] of this.visits) if (isOne(visit.visitor)) part.visits.set(key, visit)
    for (const [key, visitor] of this.visitors) if (isOne(key)) part.visitors.set(key, visitor)
    for (const visitor of part.visitors.values()) part.events += visitor.events
    return part
  }

  /** Takes in the sums of what came later. */
  merge(later: Tally): Tally {
    this.events += later.events
    for (const [key, visit] of later.visits) {
      const own = this.visits.get(key)
      if (!own) this.visits.set(key, visit)
      else {
        own.events += visit.events
        own.pages += visit.pages
        if (own.entryPath === '') own.entryPath = visit.entryPath
        if (own.source === '') own.source = visit.source
        own.startedMs = Math.min(own.startedMs, visit.startedMs)
        own.lastMs = Math.max(own.lastMs, visit.lastMs)
      }
    }
    for (const [key, visitor] of later.visitors) {
      const own = this.visitors.get(key)
      if (!own) this.visitors.set(key, visitor)
      else {
        const isLater = visitor.lastMs >= own.lastMs
        own.events += visitor.events
        own.firstMs = Math.min(own.firstMs, visitor.firstMs)
        own.lastPage = visitor.lastPage ?? own.lastPage
        if (isLater) {
          own.lastMs = visitor.lastMs
          own.last = visitor.last
          own.leftMs = visitor.leftMs
        }
      }
    }
    for (const [key, agent] of later.agents) this.agents.set(key, agent)
    return this
  }
}
