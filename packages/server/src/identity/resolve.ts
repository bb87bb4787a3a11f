import type { ISql } from 'postgres'
import { writeAttributes } from './attributes.ts'
import { addBrowser, type Browser, bindLocal, bindPrint, findBrowser, findPrint, rootOfUser } from './browsers.ts'
import { addJoin, lockPeople, printJoinsAgainst, settlePeople, sharePrintsOf, undoJoins, wasUndone } from './joins.ts'
import type { Proof } from './proof.ts'
import { keyHash, type Sighting } from './sighting.ts'
import { acceptUserToken, endUserTokens } from './user-tokens.ts'

export type Resolved = {
  visitor: string
  /** Whether this browser, or the person it turned out to be, had been seen before. */
  wasKnown: boolean
  /** The people whose records changed, those that are no more included. */
  moved: string[]
}

/**
 * Who is this? The rules, in order of what weighs most; every call runs alone in its workspace (the caller holds the lock).
 *
 *   a signed user id   joins browsers: all that prove it are one person
 *   this browser's id  is this browser
 *   a print            goes on with the visitor who had it, while it has only ever meant one
 *   anything else      describes, and joins nobody
 */
export async function resolve(sql: ISql, seen: Sighting): Promise<Resolved> {
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
  if (seen.proof) {
    const proven = await believeProof(sql, seen, seen.proof, browser, touched)
    browser = proven.browser
    wasKnown ||= proven.isKnownUser
  }
  const changed = await writeAttributes(sql, seen, browser.id)
  if (changed) touched.add(browser.id)
  if (seen.parted && seen.tokenVisitor) await endUserTokens(sql, seen.workspaceId, seen.tokenVisitor, seen.at)
  const moved = touched.size > 0 ? await settlePeople(sql, [...touched], seen.at) : []
  return { visitor: browser.id, wasKnown, moved }
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
): Promise<{ browser: Browser; isKnownUser: boolean }> {
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
  await acceptUserToken(sql, seen, proof, browser.id)
  const root = await rootOfUser(sql, seen, keyHash('user', proof.userId), browser.id)
  await lockPeople(sql, [browser.id, root])
  if (browser.userId !== proof.userId) {
    await sql`UPDATE visitors SET user_id = ${proof.userId} WHERE id = ${browser.id}`
    browser = { ...browser, userId: proof.userId }
    touched.add(browser.id)
  }
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
  return { browser, isKnownUser: root !== browser.id }
}
