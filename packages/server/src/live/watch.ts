import type { LiveFrame, LiveVisitor, TimelineEvent } from '@foyer/protocol'
import { toPublic } from '../http/index.ts'
import type { Moves } from './moves.ts'

/** What the watching needs to look things up; people and the stores stand behind it. */
export type Looks = {
  hereNow(workspaceId: string, people?: string[]): Promise<LiveVisitor[]>
  /** Events of the person stored since then, oldest first. */
  eventsSince(workspaceId: string, personId: string, sinceMs: number): Promise<TimelineEvent[]>
  /** The person any visitor id leads to; null when there is none in this workspace. */
  personOf(workspaceId: string, visitorId: string): Promise<string | null>
  clock(): number
}

type Send = (frame: LiveFrame) => void
const remembered = 400
/** More open profiles than anybody reads; each costs a look at every move of theirs. */
const mostWatched = 50
/** Whoever hears of it asks for all numbers anew. */
const movedEveryMs = 2_000

/** `person` is whoever the id they were asked for by leads to now: a join or its undoing changes it. */
type Watched = { person: string; sinceMs: number; told: Set<string> }

/** One socket's subscriptions, and what it has been told already. */
export class Watch {
  readonly workspaceId: string
  readonly #send: Send
  readonly #looks: Looks
  #shown: Set<string> | null = null
  /** By the id they were asked for by, which is also what they are told by. */
  #people = new Map<string, Watched>()
  #installation = false
  #deliveries = false
  #numbers = false
  #movedTimer: NodeJS.Timeout | null = null
  #movedAtMs = 0
  #queue: Promise<void> = Promise.resolve()

  constructor(workspaceId: string, send: Send, looks: Looks) {
    this.workspaceId = workspaceId
    this.#send = send
    this.#looks = looks
  }

  visitors(): Promise<void> {
    return this.#inTurn(async () => {
      const items = await this.#looks.hereNow(this.workspaceId)
      this.#shown = new Set(items.map(item => item.id))
      this.#send({ type: 'visitors', items })
    })
  }

  person(visitorId: string): Promise<void> {
    return this.#inTurn(() => this.#watchPerson(visitorId))
  }

  async #watchPerson(visitorId: string): Promise<void> {
    const person = await this.#looks.personOf(this.workspaceId, visitorId)
    if (person === null) {
      this.#send({ type: 'error', code: 'not_found', message: 'There is no such person.' })
      return
    }
    if (this.#people.size >= mostWatched && !this.#people.has(visitorId)) {
      const message = `A connection watches at most ${mostWatched} people. Unwatch one first.`
      this.#send({ type: 'error', code: 'too_many_requests', message })
      return
    }
    const watched = { person, sinceMs: this.#looks.clock() - 2000, told: new Set<string>() }
    this.#people.set(visitorId, watched)
    // What happened between the page's own look at the past and this moment was told to nobody.
    await this.#tellEvents(visitorId, watched)
  }

  installation(): void {
    this.#installation = true
  }

  numbers(): void {
    this.#numbers = true
  }

  deliveries(): void {
    this.#deliveries = true
  }

  unwatch(what: string, id?: string): void {
    if (what === 'visitors') this.#shown = null
    if (what === 'installation') this.#installation = false
    if (what === 'deliveries') this.#deliveries = false
    if (what === 'numbers') this.#endNumbers()
    if (what === 'person' && id !== undefined) this.#people.delete(id)
  }

  end(): void {
    this.#endNumbers()
  }

  #endNumbers(): void {
    this.#numbers = false
    if (this.#movedTimer) clearTimeout(this.#movedTimer)
    this.#movedTimer = null
  }

  /** The first move is told at once, those that follow together. */
  #tellMoved(): void {
    if (!this.#numbers || this.#movedTimer) return
    const waitMs = Math.max(0, this.#movedAtMs + movedEveryMs - this.#looks.clock())
    this.#movedTimer = setTimeout(() => {
      this.#movedTimer = null
      this.#movedAtMs = this.#looks.clock()
      this.#send({ type: 'moved' })
    }, waitMs)
  }

  heard(moves: Moves): Promise<void> {
    if (moves.people.length > 0) this.#tellMoved()
    if (moves.deliveries && this.#deliveries) this.#send({ type: 'deliveries' })
    return this.#inTurn(() => this.#tell(moves))
  }

  /**
   * One after another, so that two moves never tell the same event twice, and whoever moves while the first list is being read
   * is told after it: the list may not have them yet.
   */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(work)
    // A failure is its caller's; the next turn comes all the same.
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  async #tell(moves: Moves): Promise<void> {
    if (this.#installation) {
      for (const { id, url, at } of moves.agents ?? [])
        this.#send({ type: 'installed', agentId: toPublic('agt', id), url, at })
    }
    if (this.#shown && moves.people.length > 0) await this.#tellVisitors(moves.people)
    const moved = new Set(moves.people)
    for (const [id, watched] of this.#people) if (moved.has(watched.person)) await this.#tellPerson(id, watched)
  }

  async #tellVisitors(people: string[]): Promise<void> {
    const items = await this.#looks.hereNow(this.workspaceId, people)
    const shown = this.#shown
    if (!shown) return
    const here = new Set(items.map(item => item.id))
    for (const visitor of items) {
      shown.add(visitor.id)
      this.#send({ type: 'visitor', visitor })
    }
    for (const person of people) this.#gone(toPublic('vis', person), here)
  }

  /** Nobody announces that they close a laptop: looked for every few seconds. */
  async sweep(): Promise<void> {
    if (!this.#shown || this.#shown.size === 0) return
    const here = new Set((await this.#looks.hereNow(this.workspaceId)).map(item => item.id))
    for (const id of [...(this.#shown ?? [])]) this.#gone(id, here)
  }

  #gone(id: string, here: Set<string>): void {
    if (here.has(id) || !this.#shown?.delete(id)) return
    this.#send({ type: 'left', id })
  }

  async #tellPerson(personId: string, watched: Watched): Promise<void> {
    const person = await this.#looks.personOf(this.workspaceId, personId)
    if (person === null) return
    watched.person = person
    await this.#tellEvents(personId, watched)
    if (this.#people.get(personId) === watched) this.#send({ type: 'person', personId })
  }

  async #tellEvents(personId: string, watched: Watched): Promise<void> {
    const now = this.#looks.clock()
    const items = (await this.#looks.eventsSince(this.workspaceId, watched.person, watched.sinceMs)).filter(
      event => !watched.told.has(event.id)
    )
    if (this.#people.get(personId) !== watched) return
    for (const event of items) watched.told.add(event.id)
    // Stored times have whole seconds, so the same second is looked at twice and the ids tell what is new.
    watched.sinceMs = now - 3000
    if (watched.told.size > remembered) watched.told = new Set([...watched.told].slice(-remembered / 2))
    if (items.length > 0) this.#send({ type: 'events', personId, items })
  }
}
