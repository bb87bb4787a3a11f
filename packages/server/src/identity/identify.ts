import type { Sql } from 'postgres'
import { AppError } from '../http/index.ts'
import { pastDeadlocks } from '../stores/records/index.ts'
import { knowledgeOf } from './attributes.ts'
import { settlePlain } from './plain.ts'
import { type Resolved, resolve } from './resolve.ts'
import { currentVisits, enterVisits, type Session } from './sessions.ts'
import type { Seen, Sighting } from './sighting.ts'

type Waiting = { seen: Sighting; entersVisit: boolean; done: (seen: Seen) => void; failed: (fault: unknown) => void }

const groupSize = 200
/** Above this the records are behind, and more waiting would only cost memory. */
const mostWaiting = 5_000

export type Identify = (seen: Sighting, options: { entersVisit: boolean }) => Promise<Seen>

/**
 * Concurrent sightings are settled together: while one group is with the database the next one gathers, so the group is
 * as large as the load makes it and a lone request waits for nobody.
 */
export function createIdentify(sql: Sql): Identify {
  let waiting: Waiting[] = []
  let isRunning = false

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      const group = waiting.slice(0, groupSize)
      waiting = waiting.slice(groupSize)
      await settle(sql, group)
    }
    isRunning = false
  }

  return (seen, options) =>
    new Promise((done, failed) => {
      if (waiting.length >= mostWaiting) return failed(behind())
      waiting.push({ seen, entersVisit: options.entersVisit, done, failed })
      if (!isRunning) void run()
    })
}

async function settle(sql: Sql, group: Waiting[]): Promise<void> {
  let plain: Awaited<ReturnType<typeof settlePlain>>
  try {
    plain = await settlePlain(
      sql,
      group.map(one => one.seen)
    )
  } catch (fault) {
    for (const one of group) one.failed(fault)
    return
  }
  const quick = group.flatMap((one, index) => {
    const answer = plain[index]
    return answer ? [{ one, ...answer, moved: answer.wasKnown ? [] : [answer.visitor] }] : []
  })
  const slow = group.filter((_one, index) => plain[index] === undefined)
  await Promise.all([
    answerAll(sql, quick).catch(fault => {
      for (const { one } of quick) one.failed(fault)
    }),
    ...[...Map.groupBy(slow, one => one.seen.workspaceId).values()].map(own => settleInTurn(sql, own))
  ])
}

/** They would wait for each other's lock anyway, each on a connection that others could use. */
async function settleInTurn(sql: Sql, group: Waiting[]): Promise<void> {
  for (const one of group) {
    try {
      const settled = await settleAlone(sql, one.seen)
      await answerAll(sql, [{ one, ...settled }])
    } catch (fault) {
      one.failed(fault)
    }
  }
}

const behind = () =>
  new AppError('store_behind', 'Too many visitors are waiting to be identified. Ask again in a moment.', {
    retryAfterSeconds: 2
  })

/** Asked again they are somebody new. */
const wentMeanwhile = () =>
  new AppError('store_behind', 'This visitor was erased while it was being identified. Identify again.', {
    retryAfterSeconds: 1
  })

/** The long way: every rule, alone in its workspace, so that what one request concludes the next one sees. */
const settleAlone = (sql: Sql, seen: Sighting): Promise<Resolved> =>
  pastDeadlocks(() =>
    sql.begin(async transaction => {
      await transaction`SELECT pg_advisory_xact_lock(hashtextextended(${`identity ${seen.workspaceId}`}, 0))`
      return resolve(transaction, seen)
    })
  )

async function answerAll(sql: Sql, settled: (Resolved & { one: Waiting })[]): Promise<void> {
  if (settled.length === 0) return
  const visitors = settled.map(each => each.visitor)
  const entering = settled.filter(each => each.one.entersVisit)
  const sessions = new Map<string, Session>()
  const entered = await pastDeadlocks(() =>
    enterVisits(
      sql,
      entering.map(each => ({ visitor: each.visitor, seen: each.one.seen }))
    )
  )
  for (const session of entered) sessions.set(session.visitor, session)
  const others = visitors.filter(visitor => !sessions.has(visitor))
  for (const session of await currentVisits(sql, others)) sessions.set(session.visitor, session)
  const knowledge = await knowledgeOf(sql, visitors)
  for (const { one, visitor, wasKnown, moved } of settled) {
    const session = sessions.get(visitor)
    const known = knowledge.get(visitor)
    if (!session || !known) one.failed(wentMeanwhile())
    else {
      const mayRead = wasKnown || one.seen.proof !== null
      const trust = known.byPrint ? ('print' as const) : ('own' as const)
      one.done({ ...session, wasKnown, moved, trust, traits: mayRead ? known.traits : {} })
    }
  }
}
