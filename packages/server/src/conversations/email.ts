import { AppError } from '../http/index.ts'
import { claimTrait } from '../identity/index.ts'
import { noteActivity } from './activity.ts'
import { announce } from './board.ts'
import type { ConversationsContext } from './context.ts'
import { openConversation, type VisitorSpeaker } from './speaker.ts'

// What mail servers really take, not all that RFC 5322 allows: no quotes, no comments, no address without a dot in its host.
const local = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const host = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u

/** The address as it is kept, or undefined when mail could not be sent to it. */
export function mailAddress(text: string): string | undefined {
  const address = text.trim().normalize('NFC')
  const at = address.lastIndexOf('@')
  const [before, after] = [address.slice(0, at), address.slice(at + 1)]
  const isOne = at > 0 && before.length <= 64 && address.length <= 254 && local.test(before) && host.test(after)
  return isOne ? `${before}@${after.toLowerCase()}` : undefined
}

/**
 * A visitor leaves an address, or says no. Anybody can type anybody's: it is kept as claimed, joins nobody, and where the address is
 * proven already it changes nothing about the person.
 */
export async function leaveEmail(
  context: ConversationsContext,
  speaker: VisitorSpeaker,
  conversationId: string,
  given: { email: string } | { skip: true }
): Promise<void> {
  const email = 'email' in given ? mailAddress(given.email) : null
  if (email === undefined)
    throw new AppError('invalid', 'This is not an e-mail address. Write one such as name@example.com.', {
      field: 'email'
    })
  const at = context.clock()
  await context.sql.begin(async tx => {
    const row = await openConversation(tx, speaker, conversationId, { lock: true })
    if (email === null) {
      await tx`UPDATE conversations SET email_skipped_at = coalesce(email_skipped_at, ${at}) WHERE id = ${row.id}`
    } else {
      await tx`UPDATE conversations SET email = ${email} WHERE id = ${row.id}`
      await claimTrait(tx, { workspaceId: row.workspaceId, visitor: speaker.visitor, key: 'email', value: email, at })
      if (row.email !== email) await noteActivity(context, tx, row.id, 'email left', { email })
    }
    await announce(context, tx, row)
  })
  if (email !== null) context.changed(speaker.workspaceId, [speaker.person])
}
