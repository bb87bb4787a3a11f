import type { Found } from '../../people/index.ts'
import type { EventStore } from '../../stores/events/index.ts'
import { address, parsed, told } from './told.ts'

type Row = Record<string, unknown>
type Rows = AsyncGenerator<Row>
type Look = Pick<EventStore, 'query'>

const piece = 1_000
/** Requests and answers of deliveries are large. */
const deliveriesPiece = 100
const none = '00000000-0000-0000-0000-000000000000'

/** As they lie: one browser after another, each in the order of time. */
export async function* events(store: Look, { workspaceNumber: workspace, visitors }: Found): Rows {
  const happened = `UUIDv7ToDateTime(id, 'UTC')`
  for (let after = { visitor: none, id: none }; ; ) {
    const rows = await store.query<Row & { visitor: string; id: string }>(
      `SELECT * EXCEPT (workspace, place_days), formatDateTime(stored_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS stored_at,
         ${instant('time')} AS time
       FROM events WHERE workspace = {workspace:UInt32} AND visitor IN {visitors:Array(UUID)}
         AND (visitor, ${happened}, id) > ({visitor:UUID}, UUIDv7ToDateTime({id:UUID}, 'UTC'), {id:UUID})
       ORDER BY visitor, ${happened}, id LIMIT {limit:UInt32}`,
      { workspace, visitors, ...after, limit: piece }
    )
    for (const row of rows)
      yield told(
        { ...row, ip: address(row.ip), consent: parsed(row.consent), properties: parsed(row.properties) },
        null
      )
    const last = rows.at(-1)
    if (rows.length < piece || !last) return
    after = { visitor: last.visitor, id: last.id }
  }
}

/** What went out, or did not: where to, when, what was sent and what came back. No secret of a destination stands in it. */
export async function* endedDeliveries(store: Look, { workspaceNumber: workspace, visitors }: Found): Rows {
  for (let after = { atMs: 0, id: none }; ; ) {
    const rows = await store.query<Row & { atMs: number; id: string }>(
      `SELECT * EXCEPT (workspace, batch), toUnixTimestamp64Milli(created) AS atMs, ${instant('created')} AS created_at,
         ${instant('event_at')} AS event_at, ${instant('finished')} AS finished_at
       FROM deliveries WHERE workspace = {workspace:UInt32} AND visitor IN {visitors:Array(UUID)}
         AND (created, id) > (fromUnixTimestamp64Milli({atMs:Int64}), {id:UUID})
       ORDER BY created, id LIMIT {limit:UInt32}`,
      { workspace, visitors, ...after, limit: deliveriesPiece }
    )
    for (const row of rows)
      yield told({ ...row, event: parsed(row.event), log: parsed(row.log) }, 'dlv', ['atMs', 'created', 'finished'])
    const last = rows.at(-1)
    if (rows.length < deliveriesPiece || !last) return
    after = { atMs: Number(last.atMs), id: last.id }
  }
}

/** What their browsers asked of the server, and what the team asked of it about them. */
export async function* requests(
  store: Look,
  { workspaceNumber: workspace, visitors }: Found,
  conversations: string[]
): Rows {
  for (let after = { atMs: 0, id: '' }; ; ) {
    const rows = await store.query<Row & { atMs: number; id: string }>(
      `SELECT * EXCEPT (workspace, place_days), toUnixTimestamp64Milli(time) AS atMs, ${instant('time')} AS at
       FROM requests WHERE workspace = {workspace:UInt32}
         AND (visitor IN {visitors:Array(UUID)} OR conversation IN {conversations:Array(UUID)})
         AND (time, id) > (fromUnixTimestamp64Milli({atMs:Int64}), {id:String})
       ORDER BY time, id LIMIT {limit:UInt32}`,
      { workspace, visitors, conversations, ...after, limit: piece }
    )
    for (const row of rows) {
      // Of what somebody of the team asked, their own address and browser are no part.
      const isTeams = row.source === 'dashboard' || row.source === 'api'
      yield told({ ...row, ip: isTeams ? '' : address(row.ip) }, null, [
        'atMs',
        'time',
        ...(isTeams ? ['country', 'browser', 'os'] : [])
      ])
    }
    const last = rows.at(-1)
    if (rows.length < piece || !last) return
    after = { atMs: Number(last.atMs), id: last.id }
  }
}

function instant(column: string) {
  return `concat(formatDateTime(${column}, '%Y-%m-%dT%H:%i:%S', 'UTC'), '.', leftPad(toString(toUnixTimestamp64Milli(${column}) % 1000), 3, '0'), 'Z')`
}
