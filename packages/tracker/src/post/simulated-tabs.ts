import { createEventIds, randomHex } from '../record/ids.ts'
import { createPeople } from '../record/people.ts'
import { createQueue, type Queue } from '../record/queue.ts'
import { createSessions } from '../record/session.ts'
import { openStore } from '../record/storage.ts'
import type { WireBatch } from '../wire.ts'
import { createAdoption } from './adopt.ts'
import { createIdentity } from './identity.ts'
import { createSender } from './sender.ts'
import { createTransport } from './transport.ts'

/*
 * For the property tests: tabs of one browser on one storage, a server that counts, and a clock that only moves when told to.
 * Everything between an event and the network is the real code; only the world around it is made up.
 */

export type Weather =
  | 'fine'
  | 'down'
  | 'answerLost'
  | 'broken'
  | 'busy'
  | 'unauthorized'
  | 'refusing'
  | 'friendlyStranger'
export type World = ReturnType<typeof createWorld>
type Tab = {
  number: number
  queue: Queue
  /** Everything recorded here, in order. */
  recorded: string[]
  state(): 'open' | 'frozen' | 'gone'
  record(count: number): void
  signOut(): void
  connection(isThere: boolean): void
  hide(): void
  show(): void
  /** Its timers stand still, as when a phone puts the browser away. */
  freeze(): void
  thaw(): void
  close(): void
  /** Into the back/forward cache; `thaw` is coming back out of it. */
  navigateAway(): void
  crash(): void
  stop(): void
}
type Request = { tab: number; at: number; ids: string[]; isLeaving: boolean }

export const busySeconds = 20
const latencyMs = 120

export const createWorld = (seed: number) => {
  let now = 1_800_000_000_000
  let timerCount = 0
  let timers: { at: number; order: number; tab: number; work: () => void }[] = []
  let random = seed
  const nextRandom = () => {
    random = (Math.imul(random, 1664525) + 1013904223) | 0
    return (random >>> 0) / 2 ** 32
  }
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => nextRandom() * 256)
  const disk = createDisk()
  const world = {
    weather: 'fine' as Weather,
    disk,
    /** Event id to how often it arrived in a batch the server took. */
    stored: new Map<string, number>(),
    /** Ids as they were first stored. */
    arrivals: [] as string[],
    reported: new Map<string, number>(),
    requests: [] as Request[],
    open: [] as Request[],
    /** Ids that two tabs had under way at once. */
    clashes: [] as string[],
    /** Ids that a tab being left sent while another request of its own had them under way. */
    overlaps: new Set<string>(),
    tabs: [] as Tab[],
    now: () => now
  }

  const wait = (tab: number, ms: number, work: () => void) => {
    const timer = { at: now + ms, order: timerCount++, tab, work }
    timers.push(timer)
    return () => {
      timers = timers.filter(one => one !== timer)
    }
  }

  /** What the network and the server make of a request; undefined when no answer comes back. */
  const answer = (weather: Weather, path: string, batch: Partial<WireBatch>): Response | undefined => {
    if (weather === 'down') return undefined
    if (weather === 'broken') return Response.json({}, { status: 500 })
    if (weather === 'busy') return Response.json({}, { status: 429, headers: { 'Retry-After': `${busySeconds}` } })
    if (weather === 'friendlyStranger') return new Response('<h1>Welcome to our hotel</h1>')
    if (path.endsWith('/identify')) {
      const body = { visitorId: 'vis_1', isReturning: false, sessionCount: 1, sessionId: 'ses_1', token: `vt_${now}` }
      return weather === 'answerLost' ? undefined : Response.json(body)
    }
    if (weather === 'unauthorized') return Response.json({}, { status: 401 })
    if (weather === 'refusing') return Response.json({}, { status: 400 })
    for (const { id } of batch.events ?? []) {
      if (!world.stored.has(id)) world.arrivals.push(id)
      world.stored.set(id, (world.stored.get(id) ?? 0) + 1)
    }
    for (const [reason, count] of Object.entries(batch.dropped ?? {}))
      world.reported.set(reason, (world.reported.get(reason) ?? 0) + count)
    const missing = batch.unsure?.filter(id => !world.stored.has(id))
    return weather === 'answerLost' ? undefined : Response.json({ missing }, { status: 202 })
  }

  const openTab = () => {
    const number = world.tabs.length
    let state: 'open' | 'frozen' | 'gone' = 'open'
    const store = openStore(() => disk.area)
    const later = (work: () => void, ms: number) => wait(number, ms, work)
    const mintEventId = createEventIds(() => now, bytes)
    const people = createPeople(store, 'who', () => randomHex(bytes, 8))
    const sessions = createSessions(
      store,
      'session',
      people,
      () => now,
      () => randomHex(bytes, 8)
    )
    const queue = createQueue(
      store,
      () => `queue_${randomHex(bytes, 4)}`,
      () => now,
      later
    )

    const fetch = (path: string, { body, keepalive }: RequestInit): Promise<Response> => {
      const batch = JSON.parse(String(body)) as Partial<WireBatch>
      const ids = (batch.events ?? []).map(event => event.id)
      const made: Request = { tab: number, at: now, ids, isLeaving: !!keepalive }
      for (const other of world.open) {
        const both = other.ids.filter(id => ids.includes(id))
        if (other.tab !== number) world.clashes.push(...both)
        else for (const id of both) world.overlaps.add(id)
      }
      world.requests.push(made)
      world.open.push(made)
      const { weather } = world
      return new Promise((resolve, reject) => {
        // On the network whatever becomes of the tab; the answer is the tab's.
        wait(-1, latencyMs * nextRandom(), () => {
          world.open = world.open.filter(one => one !== made)
          const reply = answer(weather, path, batch)
          wait(number, 1, () => (reply ? resolve(reply) : reject(new TypeError('Failed to fetch'))))
        })
      })
    }
    const transport = createTransport({ now: () => now, later, fetch }, '')
    const identity = createIdentity({
      agentId: 'agt_1',
      people,
      sessions,
      send: transport.send,
      print: async () => undefined,
      context: () => ({}),
      pause: ms => new Promise(done => later(() => done(), ms)),
      // As in a browser without Web Locks, where it is hardest.
      lock: work => work()
    })
    const sender = createSender({
      agentId: 'agt_1',
      queue,
      people,
      identity,
      transport,
      now: () => now,
      later,
      random: nextRandom,
      contextFor: () => ({}),
      log: () => undefined,
      onVisitor: () => undefined
    })
    const adoption = createAdoption({
      store,
      queue,
      prefix: 'queue_',
      now: () => now,
      pause: ms => new Promise(done => later(() => done(), ms))
    })
    const adopt = async () => {
      await adoption.adopt()
      sender.signal('due')
    }
    const adoptNowAndThen = () => {
      queue.save()
      void adopt()
      later(adoptNowAndThen, 60_000)
    }
    const leave = () => {
      adoption.giveBack()
      sender.signal('leave')
      queue.save()
      queue.letGo()
    }
    const tab: Tab = {
      number,
      queue,
      state: () => state,
      recorded: [],
      record(count: number) {
        if (state !== 'open') return
        for (let made = 0; made < count; made++) {
          const event = { id: mintEventId(), type: 'track' as const, timestamp: new Date(now).toISOString() }
          tab.recorded.push(event.id)
          queue.add(people.localId(), event, JSON.stringify(event).length)
          sender.added()
        }
      },
      signOut() {
        if (state !== 'open') return
        queue.save()
        people.part()
        sender.signal('due')
      },
      connection(isThere: boolean) {
        if (state === 'open') sender.signal(isThere ? 'online' : 'offline')
      },
      hide() {
        if (state !== 'open') return
        adoption.giveBack()
        sender.signal('leave')
        queue.save()
      },
      show() {
        if (state !== 'open') return
        sender.back()
        void adopt()
      },
      freeze() {
        if (state === 'open') state = 'frozen'
      },
      thaw() {
        if (state !== 'frozen') return
        state = 'open'
        tab.show()
      },
      close() {
        if (state !== 'open') return
        leave()
        state = 'gone'
      },
      navigateAway() {
        if (state !== 'open') return
        leave()
        state = 'frozen'
      },
      crash() {
        state = 'gone'
      },
      stop() {
        sender.signal('stop')
        adoption.giveBack()
        transport.close()
        queue.close()
      }
    }
    world.tabs.push(tab)
    adoptNowAndThen()
    return tab
  }

  const isAwake = (tab: number) => tab === -1 || world.tabs[tab]?.state() === 'open'

  return Object.assign(world, {
    openTab,
    /** Lets time pass and everything in it happen. */
    async pass(ms: number) {
      const end = now + ms
      await settle()
      for (;;) {
        const due = timers.filter(timer => timer.at <= end && isAwake(timer.tab))
        const next = due.sort((a, b) => a.at - b.at || a.order - b.order)[0]
        if (!next) break
        timers = timers.filter(timer => timer !== next)
        now = Math.max(now, next.at)
        next.work()
        await settle()
      }
      now = end
    }
  })
}

/** Promises that are ready run on. */
const settle = async () => {
  for (let turn = 0; turn < 40; turn++) await null
}

const createDisk = () => {
  const kept = new Map<string, string>()
  const disk = {
    isFull: false,
    kept,
    area: new Proxy({} as Storage, {
      ownKeys: () => [...kept.keys()],
      getOwnPropertyDescriptor: (_target, key) => ({
        configurable: true,
        enumerable: true,
        value: kept.get(String(key))
      }),
      get(_target, key) {
        if (key === 'getItem') return (name: string) => kept.get(name) ?? null
        if (key === 'removeItem') return (name: string) => kept.delete(name)
        return (name: string, text: string) => {
          if (disk.isFull) throw new Error('the quota has been exceeded')
          kept.set(name, text)
        }
      }
    })
  }
  return disk
}
