import type { IdentifyAnswer } from '@foyer/protocol'
import { anyAddress } from '../../../test/team.ts'
import { hex, identify, newLocalId, page, track, userToken, uuidV7 } from '../../../test/visitor.ts'
import { call, type Minted, mintWorkspace, settled } from '../../../test/workspace.ts'

/** An event as plain loops see it. `visitor` is the place of its browser. */
export type Made = {
  id: string
  visitor: number
  visit: string
  atMs: number
  name: string
  path: string
  total: number
}

const secondMs = 1_000
const dayMs = 86_400_000
const tracked = ['Added to Cart', 'Checkout Started', 'Order Completed']
const paths = ['/', '/shoes', '/shoes/boots', '/sale', '/help', '/cart']

/** The same numbers in every run (mulberry32). */
function seeded(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

type Wanted = { visitors: number; eventsEach: number; fromMs: number; days: number; seed: number }

/** Visits of ten events, some of which begin just before a midnight of one place or another. */
function madeUp({ visitors, eventsEach, fromMs, days, seed }: Wanted): { made: Made; sent: ReturnType<typeof page> }[] {
  const random = seeded(seed)
  return Array.from({ length: visitors }, (_, visitor) => visitor).flatMap(visitor =>
    Array.from({ length: eventsEach / 10 }, (_none, index) => index).flatMap(() => {
      const visit = `ses_${hex(16)}`
      let atMs = fromMs + random(days) * dayMs + random(24 * 3_600) * secondMs
      return Array.from({ length: 1 + random(19) }, () => {
        atMs += random(120) * secondMs
        const path = paths[random(paths.length)] ?? '/'
        const name = random(5) === 0 ? (tracked[random(tracked.length)] ?? '') : ''
        const total = random(200) / 2
        const at = { id: uuidV7(atMs), timestamp: atMs, sessionId: visit }
        const sent = name === '' ? page(path, at) : track(name, { total }, at)
        const made = { id: sent.id, visitor, visit, atMs, name, path: name === '' ? path : '', total }
        return { made, sent }
      })
    })
  )
}

export type Many = {
  workspace: Minted
  ids: string[]
  events: Made[]
  /** Who a browser belongs to, after joins and those that were taken back. */
  personOf(visitor: number): number
}

const chunk = 200
const atOnce = 8

/**
 * Sends them as a world does: in any order, some twice, some by clocks that are hours ahead, while every eighth browser turns out to be the
 * one before it and a third of those joins are taken back.
 */
export async function sendMany(wanted: Wanted): Promise<Many> {
  const workspace = await mintWorkspace()
  await ok(call('PATCH', '/api/workspace', { who: workspace.key, body: { retentionDays: 3_650 } }))
  const all = madeUp(wanted)
  const random = seeded(wanted.seed + 1)
  const met = await inTurns(
    Array.from({ length: wanted.visitors }, (_, visitor) => visitor),
    () => ok<IdentifyAnswer>(identify(workspace, { localId: newLocalId() }, anyAddress()))
  )
  const joined = new Map<number, number>()
  await inTurns(
    met.flatMap((_one, visitor) => (visitor % 8 === 7 ? [visitor] : [])),
    async visitor => {
      const [own, other] = [met[visitor], met[visitor - 1]]
      for (const [nonce, token] of [other?.token, own?.token].entries())
        await ok(
          call('POST', '/api/visitors/identify', {
            body: {
              agentId: workspace.agentId,
              token,
              userToken: await userToken(workspace, `user ${visitor}`, { nonce })
            }
          })
        )
      joined.set(visitor, visitor - 1)
    }
  )
  const posts = [...Map.groupBy(all, ({ made }) => made.visitor)].flatMap(([visitor, own]) => {
    const mixed = own.toSorted(() => random(3) - 1)
    return Array.from({ length: Math.ceil(mixed.length / chunk) }, (_, at) => ({
      visitor,
      aheadMs: random(10) === 0 ? 2 * 3_600_000 : 0,
      events: mixed.slice(at * chunk, (at + 1) * chunk).map(({ sent }) => sent)
    }))
  })
  const post = async ({ visitor, aheadMs, events }: (typeof posts)[number]) =>
    ok<{ duplicates: number }>(
      call('POST', `/api/visitors/${met[visitor]?.visitorId}/events`, {
        who: workspace.key,
        body: {
          agentId: workspace.agentId,
          ...(aheadMs > 0 && { sentAt: Date.now() + aheadMs }),
          events: events.map(event => ({ ...event, timestamp: Number(event.timestamp) + aheadMs }))
        }
      })
    )
  await inTurns(posts, post)
  await inTurns(
    posts.filter((_one, index) => index % 20 === 0),
    async again => {
      const { duplicates } = await post(again)
      if (duplicates !== again.events.length) throw new Error('a copy was taken for something new')
    }
  )
  await inTurns(
    [...joined.keys()].filter(visitor => visitor % 3 === 0),
    async visitor => {
      const id = met[visitor]?.visitorId ?? ''
      const chain = await ok<{ evidence: { id: string }[] }>(
        call('GET', `/api/people/${id}/identity`, { who: workspace.key })
      )
      await ok(
        call('POST', `/api/people/${id}/unmerge`, { who: workspace.key, body: { joinId: chain.evidence[0]?.id } })
      )
      joined.delete(visitor)
    }
  )
  await settled()
  return {
    workspace,
    ids: met.map(({ visitorId }) => visitorId),
    events: all.map(({ made }) => made),
    personOf: visitor => joined.get(visitor) ?? visitor
  }
}

async function inTurns<One, Done>(all: readonly One[], work: (one: One) => Promise<Done>): Promise<Done[]> {
  const done: Done[] = []
  for (let at = 0; at < all.length; at += atOnce)
    done.push(...(await Promise.all(all.slice(at, at + atOnce).map(work))))
  return done
}

async function ok<Body>(asked: Promise<{ status: number; body: unknown }>): Promise<Body> {
  const answer = await asked
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body as Body
}
