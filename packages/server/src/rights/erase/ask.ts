import type { Erasure } from '@foyer/protocol'
import type { TransactionSql } from 'postgres'
import { purgeDeliveries } from '../../destinations/index.ts'
import { type Actor, newUuid, notFound, toPublic, toUuid } from '../../http/index.ts'
import { forgetVisitors, wasErased } from '../../identity/index.ts'
import { forgetSetAside } from '../../intake/index.ts'
import { pastDeadlocks } from '../../stores/records/index.ts'
import type { RightsContext, Whose } from './context.ts'
import { type ErasureRow, erasureUnderWay, shownErasure } from './rows.ts'

/**
 * Erases a person from the records, and writes down that the rest is to follow: one transaction, so that a crash leaves both or neither.
 * Once it is answered nobody finds them in any list or by any id. Null where all of it was done before.
 */
export async function askToErase(context: RightsContext, actor: Actor, publicId: string): Promise<Erasure | null> {
  const visitor = toUuid(publicId)
  const asked = await pastDeadlocks(() => context.sql.begin(tx => ask(context, tx, actor, visitor)))
  // From here on nothing of theirs is taken by this process; what was being taken is waited for.
  context.erased.forget()
  if (asked.person !== null) context.changed(actor.workspaceId, [asked.person])
  return asked.erasure && shownErasure(asked.erasure)
}

type Asked = { person: string | null; erasure: ErasureRow | null }

async function ask(context: RightsContext, tx: TransactionSql, actor: Actor, visitor: string): Promise<Asked> {
  const { workspaceId } = actor
  // Nobody is joined to them, or parted from them, meanwhile.
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`identity ${workspaceId}`}, 0))`
  const rows = await tx<{ id: string; person: string }[]>`
    SELECT v.id, v.person_id AS person FROM visitors me JOIN visitors v ON v.person_id = me.person_id
    WHERE me.id = ${visitor} AND me.workspace_id = ${workspaceId} ORDER BY v.id FOR UPDATE OF v`
  const [first] = rows
  if (!first) {
    const underWay = await erasureUnderWay(tx, workspaceId, visitor)
    if (underWay) return { person: null, erasure: underWay }
    if (await wasErased(tx, workspaceId, visitor)) return { person: null, erasure: null }
    throw notFound('person')
  }
  const visitors = rows.map(row => row.id)
  const at = context.clock()
  const { conversations, sentTogether } = await eraseFromRecords(context, tx, { workspaceId, visitors, at })
  const erasure: ErasureRow = {
    id: newUuid(context.random),
    askedAt: at,
    askedBy: actor.label.toWellFormed(),
    browsers: visitors.length,
    problem: null,
    finishedAt: null
  }
  await tx`
    INSERT INTO erasures (id, workspace_id, asked_at, asked_by, visitors, conversations, sent_together, browsers)
    VALUES (${erasure.id}, ${workspaceId}, ${at}, ${erasure.askedBy}, ${visitors}::uuid[], ${conversations}::uuid[],
      ${tx.json(sentTogether)}, ${visitors.length})`
  // Of whom it was the entry says nothing: the erasing has an id of its own.
  const detail = { browsers: visitors.length, conversations: conversations.length }
  await context.audit(actor, 'person.erased', toPublic('ers', erasure.id), detail, tx)
  return { person: first.person, erasure }
}

/** Room by room, in the order in which they hang on each other. Answers what the rest has to know of them. */
async function eraseFromRecords(context: RightsContext, tx: TransactionSql, whose: Whose & { at: Date }) {
  const conversations = await context.forgetConversations(tx, whose)
  const sentTogether = await purgeDeliveries(tx, whose.workspaceId, whose.visitors)
  await forgetSetAside(tx, whose.workspaceId, whose.visitors)
  await forgetVisitors(tx, whose)
  return { conversations, sentTogether }
}
