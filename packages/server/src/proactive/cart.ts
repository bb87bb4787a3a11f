import { type CartValue, cartAfter, cartEvents } from '@foyer/protocol'
import type { ProactiveContext } from './context.ts'

const daysKept = 30
const mostEvents = 500

/** What this browser's cart held after the last that was heard of it; the page goes on from there with its own events. */
export async function cartOf(
  context: Pick<ProactiveContext, 'events' | 'clock' | 'caughtUp'>,
  { workspaceNumber, visitor }: { workspaceNumber: number; visitor: string }
): Promise<CartValue | undefined> {
  await context.caughtUp()
  const rows = await context.events.lookUp<{ id: string; name: string; properties: string }>(
    `SELECT id, name, properties FROM events
     WHERE workspace = {workspace:UInt32} AND visitor = {visitor:UUID} AND type = 'track' AND name IN {names:Array(String)}
       AND UUIDv7ToDateTime(id, 'UTC') >= fromUnixTimestamp({since:UInt32})
     ORDER BY time DESC, toUInt128(id) DESC LIMIT 1 BY id LIMIT {most:UInt32}`,
    {
      workspace: workspaceNumber,
      visitor,
      names: [...cartEvents],
      since: Math.floor(context.clock().getTime() / 1000) - daysKept * 86_400,
      most: mostEvents
    }
  )
  return rows
    .toReversed()
    .reduce<CartValue | undefined>(
      (cart, { id, name, properties }) =>
        cartAfter(cart, { id, name, properties: properties === '' ? {} : JSON.parse(properties) }),
      undefined
    )
}
