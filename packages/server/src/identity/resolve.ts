import type { ISql } from 'postgres'
import { AppError } from '../http/index.ts'
import { writeAttributes } from './attributes.ts'
import { addBrowser, type Browser, bindLocal, bindPrint, findBrowser, findPrint, rootOfUser } from './browsers.ts'
import { addJoin, printJoinsAgainst, settlePeople, sharePrintsOf, undoJoins, wasUndone } from './joins.ts'
import type { Proof } from './proof.ts'
import { keyHash, type Sighting } from './sighting.ts'

/**
 * Who is this? The rules, in order of what weighs most; every call runs alone in its workspace (the caller holds the lock).
 *
 *   a signed user id   joins browsers: all that prove it are one person
 *   this browser's id  is this browser
 *   a print            goes on with the visitor who had it, while it has only ever meant one
 *   anything else      describes, and joins nobody
 */
export async function resolve(sql: ISql, seen: Sighting): Promise<{ visitor: string; wasKnown: boolean }> {
  const found = await findBrowser(sql, seen)
  const touched = new Set<string>()
  let browser: Browser
  let wasKnown = found !== null
  if (found) {
    browser = found
    await bindLocal(sql, seen, browser.id)
    await noticePrint(sql, seen, browser, touched)
  } else {
    browser = await addBrowser(sql, seen)
    await bindLocal(sql, seen, browser.id)
    touched.add(browser.id)
    wasKnown = await recogniseByPrint(sql, seen, browser, touched)
  }
  if (seen.proof) browser = await believeProof(sql, seen, seen.proof, browser, touched)
  const changed = await writeAttributes(sql, seen, browser.id)
  if (changed) touched.add(browser.id)
  if (seen.parted && seen.tokenVisitor) await endUserTokens(sql, seen.tokenVisitor, seen.at)
  if (touched.size > 0) await settlePeople(sql, [...touched], seen.at)
  return { visitor: browser.id, wasKnown }
}

/** A browser with cleared storage goes on as whoever had its print, if only one ever had. */
async function recogniseByPrint(sql: ISql, seen: Sighting, browser: Browser, touched: Set<string>): Promise<boolean> {
  const print = await findPrint(sql, seen)
  if (seen.parted || !print) {
    // After a sign-out the next person has the same print: it means two from here on.
    await bindPrint(sql, seen, print?.visitorId ?? browser.id, seen.parted)
    return false
  }
  if (print.shared) return false
  await addJoin(sql, {
    workspaceId: seen.workspaceId,
    kind: 'fingerprint',
    key: seen.printHint,
    from: browser.id,
    into: print.visitorId,
    at: seen.at
  })
  touched.add(print.visitorId)
  return true
}

/** A known browser shows its print: it may be new, it may be another's, and it may prove that a join was wrong. */
async function noticePrint(sql: ISql, seen: Sighting, browser: Browser, touched: Set<string>): Promise<void> {
  // It was taken to have been replaced by a later browser, and here it is: the print belongs to both.
  const wrong = await printJoinsAgainst(sql, browser.id)
  if (wrong.length > 0) {
    await undoJoins(
      sql,
      wrong.map(join => join.id),
      'both browsers were seen',
      seen.at
    )
    await sharePrintsOf(sql, wrong)
    for (const join of wrong) touched.add(join.from).add(join.into)
  }
  const print = await findPrint(sql, seen)
  if (!print) return bindPrint(sql, seen, browser.id, false)
  if (print.shared || print.visitorId === browser.id) return
  const mine = await sql`
    SELECT 1 FROM joins WHERE kind = 'fingerprint' AND undone_at IS NULL
      AND from_visitor = ${browser.id} AND into_visitor = ${print.visitorId}`
  if (mine.length === 0) await bindPrint(sql, seen, print.visitorId, true)
}

/** A signed user id. It moves the browser to that user's person, or, if the browser is someone else's, starts a new visitor. */
async function believeProof(
  sql: ISql,
  seen: Sighting,
  proof: Proof,
  before: Browser,
  touched: Set<string>
): Promise<Browser> {
  let browser = before
  const isSomeoneElses =
    (browser.userId !== null && browser.userId !== proof.userId) || (await wasUndone(sql, browser.id, proof.userId))
  if (isSomeoneElses) {
    browser = await addBrowser(sql, seen)
    await bindLocal(sql, seen, browser.id)
    const print = await findPrint(sql, seen)
    if (print) await bindPrint(sql, seen, print.visitorId, true)
    touched.add(browser.id)
  }
  await rememberUserToken(sql, seen, proof, browser.id)
  if (browser.userId !== proof.userId) {
    await sql`UPDATE visitors SET user_id = ${proof.userId} WHERE id = ${browser.id}`
    browser = { ...browser, userId: proof.userId }
    touched.add(browser.id)
  }
  const root = await rootOfUser(sql, seen, keyHash('user', proof.userId), browser.id)
  if (root !== browser.id) {
    await addJoin(sql, {
      workspaceId: seen.workspaceId,
      kind: 'user',
      key: proof.userId,
      from: browser.id,
      into: root,
      at: seen.at
    })
    touched.add(browser.id)
  }
  return browser
}

async function rememberUserToken(sql: ISql, seen: Sighting, proof: Proof, visitor: string): Promise<void> {
  const rows = await sql<{ visitorId: string; endedAt: Date | null }[]>`
    INSERT INTO user_tokens (workspace_id, hash, visitor_id, first_at, expires_at)
    VALUES (${seen.workspaceId}, ${proof.tokenHash}, ${visitor}, ${seen.at}, ${proof.expiresAt})
    ON CONFLICT (workspace_id, hash) DO UPDATE SET expires_at = excluded.expires_at
    RETURNING visitor_id AS "visitorId", ended_at AS "endedAt"`
  const first = rows[0]
  if (first?.endedAt)
    throw new AppError('expired_token', 'This user token was signed out of. Sign a new one for the signed-in user.')
  if (proof.oneBrowser && first && first.visitorId !== visitor)
    throw new AppError(
      'wrong_credential',
      'This user token was already used by another browser (its jti). Sign one for each.'
    )
}

async function endUserTokens(sql: ISql, visitor: string, at: Date): Promise<void> {
  await sql`UPDATE user_tokens SET ended_at = ${at} WHERE visitor_id = ${visitor} AND ended_at IS NULL`
}
