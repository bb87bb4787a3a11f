import { analyticsRows, settleAnalytics } from './every-route/analytics.ts'
import { conversationsRows, settleConversations } from './every-route/conversations.ts'
import { destinationsRows, settleDestinations } from './every-route/destinations.ts'
import { breakGround } from './every-route/ground.ts'
import { keptRows, settleKept } from './every-route/kept.ts'
import { knowledgeRows, settleKnowledge } from './every-route/knowledge.ts'
import { privacyRows } from './every-route/privacy.ts'
import { proactiveRows, settleProactive } from './every-route/proactive.ts'
import { responderRows, settleResponder } from './every-route/responder.ts'
import { rightsRows } from './every-route/rights.ts'
import type { Row as RowOf } from './every-route/row.ts'
import { visitorsRows } from './every-route/visitors.ts'
import { settleWorkspace, workspaceRows } from './every-route/workspace.ts'
import { hex } from './visitor.ts'
import { call } from './workspace.ts'

/** A workspace with one of everything. */
export async function settle() {
  const ground = await breakGround()
  await settleResponder(ground)
  return {
    ...ground,
    ...(await settleWorkspace(ground)),
    ...(await settleConversations(ground)),
    ...(await settleProactive(ground)),
    ...(await settleKnowledge(ground)),
    ...(await settleAnalytics(ground)),
    ...(await settleKept(ground)),
    ...(await settleDestinations(ground))
  }
}
export type World = Awaited<ReturnType<typeof settle>>
export type Row = RowOf<World>

/** Every route under /api. One that is registered and does not stand here fails the first test of tenant-isolation. */
export const rows: Row[] = [
  ...workspaceRows,
  ...privacyRows,
  ...visitorsRows,
  ...rightsRows,
  ...conversationsRows,
  ...proactiveRows,
  ...responderRows,
  ...knowledgeRows,
  ...analyticsRows,
  ...keptRows,
  ...destinationsRows
]

/** The same world, but every id in it is one that nobody gave out. */
export const withUnknownIds = <Part extends object>(part: Part): Part =>
  Object.fromEntries(
    Object.entries(part).map(([key, value]) => {
      if (typeof value === 'string' && key.endsWith('Id')) return [key, value.replace(/(?<=^[a-z]+_).+/, hex(16))]
      return [key, typeof value === 'object' && value !== null && !Array.isArray(value) ? withUnknownIds(value) : value]
    })
  ) as Part

export const methodOf = (row: Row) => row.route.split(' ')[0] ?? ''

export const knock = (row: Row, of: World, who: { who?: string; headers?: Record<string, string> }) => {
  const { path, headers, ...request } = row.ask(of)
  return call<Record<string, unknown>>(methodOf(row), path, {
    ...who,
    ...request,
    headers: { ...headers, ...who.headers }
  })
}
